'use client';

import { type Shortcut, useShortcuts } from '@/components/shell/shortcuts';
import type { DialogName } from './annotate-dialogs';

export interface ListCommands {
  move: (by: 1 | -1, extend: boolean) => void;
  open: () => void;
  escape: () => void;
  select: () => void;
  note: () => void;
  comment: () => void;
  star: () => void;
  keyEvent: () => void;
  dialog: (name: DialogName) => void;
  filter: () => void;
  latest: () => void;
  goTo: () => void;
}

/** The keyboard of the timeline: an analyst lives here for hours. Each key has its button too. */
export function useListKeys(commands: ListCommands) {
  const { move, dialog } = commands;
  const list: Shortcut[] = [
    { keys: 'j', words: 'Next entry', run: () => move(1, false) },
    { keys: 'k', words: 'Entry before', run: () => move(-1, false) },
    { keys: 'J', words: 'Select downwards (Shift)', run: () => move(1, true) },
    { keys: 'K', words: 'Select upwards (Shift)', run: () => move(-1, true) },
    { keys: 'Enter', words: 'Open entry', run: commands.open },
    { keys: 'Escape', words: 'Close entry, clear selection', run: commands.escape },
    { keys: 'x', words: 'Select entry', run: commands.select },
    { keys: 'n', words: 'Add note', run: commands.note },
    { keys: 'e', words: 'Comment on entry', run: commands.comment },
    { keys: 's', words: 'Star', run: commands.star },
    { keys: 't', words: 'Tag', run: () => dialog('tag') },
    { keys: 'i', words: 'Key event', run: commands.keyEvent },
    { keys: 'a', words: 'ATT&CK technique', run: () => dialog('technique') },
    { keys: 'l', words: 'Link to artifact or asset', run: () => dialog('link') },
    { keys: 'h', words: 'Hide as noise', run: () => dialog('hide') },
    { keys: 'm', words: 'Group', run: () => dialog('group') },
    { keys: '/', words: 'Filter', run: commands.filter },
    { keys: '.', words: 'Latest entries', run: commands.latest },
    { keys: '@', words: 'Go to a time', run: commands.goTo },
  ];
  useShortcuts(list);
}
