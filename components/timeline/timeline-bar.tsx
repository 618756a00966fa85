'use client';

import type { RefObject } from 'react';
import { useStreamUp } from '@/components/live/live-provider';
import { Button } from '@/components/ui/button';
import { countWords } from '@/components/ui/format';
import { Icon, StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Kbd } from '@/components/ui/kbd';
import { Menu, MenuCheck, MenuNote, MenuRule } from '@/components/ui/menu';
import { VERDICT_TAGS } from '@/lib/timeline/annotation';
import { LANES, type Lane, type TimelineFacts } from '@/lib/timeline/page';
import { hasWord, lanesIn, tagsIn, tagWord, toggleWord, withLanes } from './filter-chips';
import { FilterField } from './filter-field';
import { LANE } from './lanes';
import { fromDetection, type Span } from './time-axis';
import { StarIcon, TagIcon } from './timeline-icons';
import { ToolsMenu, type ToolsMenuProps } from './tools-menu';

interface TimelineBarProps extends ToolsMenuProps {
  q: string;
  onFilter: (q: string) => void;
  facts: TimelineFacts;
  zone: string;
  field: RefObject<HTMLInputElement | null>;
  onDone: () => void;
  /** in filter and range; undefined while it is counted */
  matching: number | undefined;
  total: number | undefined;
  range: Span | null;
  detectedAt: number;
  onClearRange: () => void;
  noteReason: string | null;
  onNote: () => void;
  noteOpen: boolean;
}

/** What is looked at: filter, lanes, star, tag, range; how much of it there is; and where a note begins. */
export function TimelineBar(props: TimelineBarProps) {
  const { q, onFilter, facts, range, detectedAt, matching, total } = props;
  const words = range ? `, ${fromDetection(range.from - detectedAt)} to ${fromDetection(range.to - detectedAt)}` : '';
  return (
    <div className="tl-bar">
      <FilterField
        value={q}
        onChange={onFilter}
        facts={facts}
        zone={props.zone}
        field={props.field}
        onDone={props.onDone}
      />
      <LaneChips q={q} onFilter={onFilter} />
      <Button look="quiet" aria-pressed={hasWord(q, 'starred')} onClick={() => onFilter(toggleWord(q, 'starred'))}>
        <StarIcon filled={hasWord(q, 'starred')} /> Starred
      </Button>
      <TagMenu q={q} onFilter={onFilter} facts={facts} />
      <span className="flex-1" />
      <span className="meta tl-counts" role="status" aria-label="Entries">
        <b>
          {matching === undefined ? '…' : countWords(matching)} of {total === undefined ? '…' : countWords(total)}
        </b>{' '}
        entries{words}
      </span>
      {range ? (
        <Button look="quiet" onClick={props.onClearRange}>
          Clear range
        </Button>
      ) : null}
      <LiveWords />
      <ToolsMenu {...props} />
      <Button
        look="solid"
        className="max-sm:hidden"
        disabledReason={props.noteReason}
        aria-expanded={props.noteOpen}
        onClick={props.onNote}
      >
        Add note <Kbd>n</Kbd>
      </Button>
    </div>
  );
}

/** One lane alone, with Shift or Ctrl several; none pressed means all. */
function LaneChips({ q, onFilter }: { q: string; onFilter: (q: string) => void }) {
  const lanes = lanesIn(q);
  const press = (lane: Lane, more: boolean) => {
    if (more) onFilter(withLanes(q, lanes.includes(lane) ? lanes.filter((one) => one !== lane) : [...lanes, lane]));
    else onFilter(withLanes(q, lanes.length === 1 && lanes[0] === lane ? [] : [lane]));
  };
  return (
    <div className="seg" role="toolbar" aria-label="Sources">
      <button type="button" aria-pressed={lanes.length === 0} onClick={() => onFilter(withLanes(q, []))}>
        All
      </button>
      {LANES.map((lane) => (
        <button
          key={lane}
          type="button"
          aria-pressed={lanes.includes(lane)}
          title="With Shift several"
          onClick={(event) => press(lane, event.shiftKey || event.ctrlKey || event.metaKey)}
        >
          {LANE[lane].label}
        </button>
      ))}
    </div>
  );
}

function TagMenu({ q, onFilter, facts }: { q: string; onFilter: (q: string) => void; facts: TimelineFacts }) {
  const chosen = tagsIn(q);
  const tags = [...new Set([...facts.tags.filter((tag) => !tag.startsWith('verdict:')), ...VERDICT_TAGS])].slice(0, 40);
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="btn btn-quiet" data-on={chosen.length > 0 || undefined}>
          <TagIcon /> {chosen.length === 0 ? 'Tag' : <HostileText mono={false} text={chosen.join(', ')} max={24} />}
          <Icon name="down" small />
        </button>
      }
    >
      {tags.map((tag) => (
        <MenuCheck key={tag} checked={chosen.includes(tag)} onChange={() => onFilter(toggleWord(q, tagWord(tag)))}>
          <HostileText mono={false} text={tag} max={40} />
        </MenuCheck>
      ))}
      <MenuRule />
      <MenuNote>All chosen ones must be there</MenuNote>
    </Menu>
  );
}

function LiveWords() {
  const up = useStreamUp();
  return (
    <span className={`tl-live ${up ? 'text-fg-2' : 'text-s2-fg'}`}>
      <StatusGlyph kind={up ? 'ok' : 'caution'} size={13} />
      {up ? 'Live' : 'Not live'}
    </span>
  );
}
