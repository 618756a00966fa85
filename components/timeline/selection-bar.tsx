'use client';

import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { plural } from '@/components/ui/format';
import { Icon } from '@/components/ui/glyphs';
import { Kbd } from '@/components/ui/kbd';
import { Menu, MenuItem } from '@/components/ui/menu';
import { VERDICT_TAGS } from '@/lib/timeline/annotation';
import type { TimelineEntry } from '@/lib/timeline/entry';
import type { DialogName } from './annotate-dialogs';
import { durationWords, type Span } from './time-axis';
import { EyeOffIcon, GroupIcon, KeyEventIcon, StarIcon, TagIcon } from './timeline-icons';
import type { Annotate } from './use-annotate';
import { VERDICT } from './verdict';

interface SelectionBarProps {
  entries: readonly TimelineEntry[];
  annotate: Annotate;
  frozen: string | null;
  onDialog: (name: DialogName) => void;
  onRange: (range: Span) => void;
  onClear: () => void;
}

/** What can be done with the selected entries at once. */
export function SelectionBar({ entries, annotate, frozen, onDialog, onRange, onClear }: SelectionBarProps) {
  const mayMark = useWhyNot('timeline.annotate') ?? frozen;
  const mayCurate = useWhyNot('timeline.curate') ?? frozen;
  const mayJudge = useWhyNot('timeline.verdict') ?? frozen;
  const ids = entries.map(({ id }) => id);
  const times = entries.map(({ sortAt }) => Date.parse(sortAt));
  const span = { from: Math.min(...times), to: Math.max(...times) + 1 };
  const all = (kind: string) => entries.every(({ annotations }) => annotations.some((one) => one.kind === kind));
  return (
    <section className="tl-selection" aria-label="Selected entries">
      <b role="status">
        {plural(entries.length, 'entry', 'entries')} selected
        {entries.length > 1 ? ` over ${durationWords(span.to - span.from)}` : ''}
      </b>
      <Button disabledReason={mayMark} onClick={() => annotate.star(ids, !all('star'))}>
        <StarIcon /> {all('star') ? 'Take stars back' : 'Star'} <Kbd>s</Kbd>
      </Button>
      <Button disabledReason={mayMark} onClick={() => onDialog('tag')}>
        <TagIcon /> Tag <Kbd>t</Kbd>
      </Button>
      <Button disabledReason={mayMark} onClick={() => annotate.keyEvent(ids, !all('keyEvent'))}>
        <KeyEventIcon /> Key event <Kbd>i</Kbd>
      </Button>
      {mayJudge ? null : (
        <Menu
          align="start"
          trigger={
            <button type="button" className="btn">
              Verdict <Icon name="down" small />
            </button>
          }
        >
          {VERDICT_TAGS.map((tag) => (
            <MenuItem key={tag} onSelect={() => annotate.verdict(ids, tag)}>
              {VERDICT[tag].words}
            </MenuItem>
          ))}
          <MenuItem onSelect={() => annotate.verdict(ids, null)}>no verdict</MenuItem>
        </Menu>
      )}
      <Button disabledReason={mayCurate} onClick={() => onDialog('group')}>
        <GroupIcon /> Group <Kbd>m</Kbd>
      </Button>
      <Button disabledReason={mayCurate} onClick={() => onDialog('hide')}>
        <EyeOffIcon /> Hide <Kbd>h</Kbd>
      </Button>
      {entries.length > 1 ? (
        <Button look="quiet" onClick={() => onRange(span)}>
          Show this range
        </Button>
      ) : null}
      <span className="flex-1" />
      <Button look="quiet" onClick={onClear}>
        Clear selection <Kbd>Esc</Kbd>
      </Button>
    </section>
  );
}
