'use client';

import { type Shortcut, useShortcuts } from '@/components/shell/shortcuts';
import type { Item } from './list-items';
import type { Span } from './time-axis';
import type { TimelineRoomModel } from './use-timeline-room';

/** The keyboard of the timeline: an analyst lives here for hours. Each key has its button too. */
export function useListKeys(room: TimelineRoomModel) {
  const { selection, items, state, ask } = room;
  const move = (by: 1 | -1, extend: boolean) => {
    const item = selection.move(by, selection.cursor ?? firstInSight(items, room.inSight), extend);
    room.setComment(null);
    if (state.entry && item?.kind === 'entry') room.open(item.entry.id);
    focusCursor(room.scroller.current);
  };
  const openAtCursor = () => {
    const item = selection.cursor === null ? undefined : items[selection.cursor];
    if (item?.kind === 'group') room.toggleGroup(item.id);
    else if (item?.kind === 'entry') room.open(item.entry.id);
  };
  const back = () => {
    if (selection.chosen.length > 0) selection.clear();
    else if (state.entry) room.close();
  };
  const select = () => selection.cursor !== null && selection.toggle(selection.cursor, false);
  const list: Shortcut[] = [
    { keys: 'j', words: 'Next entry', run: () => move(1, false) },
    { keys: 'k', words: 'Entry before', run: () => move(-1, false) },
    { keys: 'J', words: 'Select downwards (Shift)', run: () => move(1, true) },
    { keys: 'K', words: 'Select upwards (Shift)', run: () => move(-1, true) },
    { keys: 'Enter', words: 'Open entry', run: openAtCursor },
    { keys: 'Escape', words: 'Close entry, clear selection', run: back },
    { keys: 'x', words: 'Select entry', run: select },
    { keys: 'n', words: 'Add note', run: room.writeNote },
    { keys: 'e', words: 'Comment on entry', run: room.writeComment },
    { keys: 's', words: 'Star', run: () => room.mark('star') },
    { keys: 't', words: 'Tag', run: () => ask('tag') },
    { keys: 'i', words: 'Key event', run: () => room.mark('keyEvent') },
    { keys: 'a', words: 'ATT&CK technique', run: () => ask('technique') },
    { keys: 'l', words: 'Link to artifact or asset', run: () => ask('link') },
    { keys: 'h', words: 'Hide as noise', run: () => ask('hide') },
    { keys: 'm', words: 'Group', run: () => ask('group') },
    { keys: '/', words: 'Filter', run: () => room.filter.current?.focus() },
    { keys: '.', words: 'Latest entries', run: room.toLatest },
    { keys: '@', words: 'Go to a time', run: () => room.setDialog('go-to') },
  ];
  useShortcuts(list);
}

/** The line before the first one in sight: the first step of the keyboard lands on what is seen. */
function firstInSight(items: readonly Item[], sight: Span | null): number | null {
  if (!sight) return null;
  const first = items.findIndex(
    (item) =>
      item.kind === 'entry' && Date.parse(item.entry.sortAt) >= sight.from && Date.parse(item.entry.sortAt) <= sight.to,
  );
  return first <= 0 ? null : first - 1;
}

/** The focus follows the cursor, so that Enter opens what is marked and a screen reader says it; it leaves no field for that. */
export function focusCursor(scroller: HTMLElement | null) {
  const focus = () => {
    const at = document.activeElement;
    if (at !== null && at !== document.body && !scroller?.contains(at)) return;
    scroller?.querySelector<HTMLElement>('tr[data-cursor] .tl-title')?.focus({ preventScroll: true });
  };
  requestAnimationFrame(() => requestAnimationFrame(focus));
}
