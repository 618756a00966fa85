'use client';

import { memo } from 'react';
import { PHASE_NAME } from '@/components/case/phases';
import { countWords, plural } from '@/components/ui/format';
import { Icon } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Time } from '@/components/ui/time';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { EntrySentence } from './entry-sentence';
import { knownAfter, SOURCE, skewOf, whoOf } from './entry-words';
import { lookOf } from './lanes';
import type { Compartment, Item } from './list-items';
import { durationWords, fromDetection } from './time-axis';
import { CommentIcon, EyeOffIcon, GroupIcon, KeyEventIcon, LinkIcon, StarIcon } from './timeline-icons';
import { techniqueWords, VERDICT, verdictOf } from './verdict';

export interface RowCallbacks {
  onOpen: (id: string) => void;
  onStar: (entry: TimelineEntry) => void;
  onSelect: (index: number, extend: boolean) => void;
  onToggleGroup: (id: string) => void;
}

interface RowProps extends RowCallbacks {
  item: Exclude<Item, { kind: 'wall' }>;
  index: number;
  rowIndex: number;
  detectedAt: number;
  phone: boolean;
  open: boolean;
  atCursor: boolean;
  /** the one row that Tab reaches */
  stop: boolean;
  selected: boolean;
  selecting: boolean;
  isNew: boolean;
  find: string;
}

/** One line of the list: an entry, or a group that stands for several. */
export const EntryRow = memo(function EntryRow(props: RowProps) {
  const { item, rowIndex, atCursor, open, isNew, phone } = props;
  const entry = item.kind === 'entry' ? item.entry : item.entries[0];
  if (!entry) return null;
  return (
    <tr
      aria-rowindex={rowIndex}
      aria-selected={open}
      data-cursor={atCursor || undefined}
      data-new={isNew || undefined}
      data-hidden={entry.hidden ? true : undefined}
      data-grouped={(item.kind === 'entry' && item.grouped) || undefined}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('button, input, a')) return;
        if (item.kind === 'group') props.onToggleGroup(item.id);
        else props.onOpen(entry.id);
      }}
    >
      {phone ? <PhoneCells {...props} entry={entry} /> : <Cells {...props} entry={entry} />}
    </tr>
  );
});

type CellProps = RowProps & { entry: TimelineEntry };

function Cells(props: CellProps) {
  const { item, entry, index, selected, selecting, detectedAt, onSelect, onStar } = props;
  const known = knownAfter({ ...entry, occurredAt: entry.sortAt });
  const skew = skewOf(entry);
  return (
    <>
      <td className="tl-marks">
        <input
          type="checkbox"
          className="check"
          data-shown={selected || selecting || undefined}
          aria-label="Select"
          tabIndex={-1}
          checked={selected}
          onChange={() => {}}
          onClick={(event) => onSelect(index, event.shiftKey)}
        />
        {item.kind === 'entry' ? <Star entry={entry} onStar={onStar} /> : null}
      </td>
      <td>
        <Time at={entry.sortAt} className={skew === 0 ? '' : 'tl-skewed'} />
      </td>
      <td className="num text-fg-3">{fromDetection(Date.parse(entry.sortAt) - detectedAt)}</td>
      <td className={`num ${known.late ? 'text-s2-fg' : 'text-fg-3'}`}>{known.words}</td>
      <td className={lookOf(entry.source)} title={SOURCE[entry.source].name}>
        <Icon name={SOURCE[entry.source].icon} />
      </td>
      <th scope="row" className="tl-what">
        <div className="tl-what-in">
          <Title {...props} />
          {item.kind === 'entry' ? <Marks entry={entry} /> : null}
        </div>
      </th>
      <td className="tl-who text-fg-3">
        <HostileText mono={false} text={item.kind === 'group' ? '' : whoOf(entry)} max={80} />
      </td>
    </>
  );
}

/** On a phone a line has two facts above the sentence. */
function PhoneCells(props: CellProps) {
  const { item, entry, detectedAt } = props;
  return (
    <>
      <td className={`tl-phone-mark ${lookOf(entry.source)}`}>
        <Icon name={SOURCE[entry.source].icon} />
      </td>
      <th scope="row" className="tl-what">
        <div className="meta">
          <Time at={entry.sortAt} /> · {fromDetection(Date.parse(entry.sortAt) - detectedAt)} ·{' '}
          {SOURCE[entry.source].name}
        </div>
        <div className="tl-what-in">
          <Title {...props} />
          {item.kind === 'entry' ? <Marks entry={entry} /> : null}
        </div>
      </th>
    </>
  );
}

function Title({ item, entry, open, stop, find, onOpen, onToggleGroup }: CellProps) {
  if (item.kind === 'group') {
    const times = item.entries.map(({ sortAt }) => Date.parse(sortAt));
    const took = Math.max(...times) - Math.min(...times);
    return (
      <button
        type="button"
        className="tl-title"
        tabIndex={stop ? 0 : -1}
        aria-expanded={item.open}
        onClick={() => onToggleGroup(item.id)}
      >
        <Icon name={item.open ? 'down' : 'right'} small /> <GroupIcon />{' '}
        <b>
          <HostileText mono={false} text={item.title} />
        </b>{' '}
        <span className="text-fg-3">
          {plural(item.entries.length, 'entry', 'entries')} over {durationWords(took)}
        </span>
      </button>
    );
  }
  return (
    <button
      type="button"
      className="tl-title"
      tabIndex={stop ? 0 : -1}
      aria-expanded={open}
      onClick={() => onOpen(entry.id)}
    >
      {entry.hidden ? (
        <span className="text-fg-3">
          <EyeOffIcon /> Hidden:{' '}
        </span>
      ) : null}
      <EntrySentence entry={entry} find={find} line />
    </button>
  );
}

const isStarred = ({ annotations }: TimelineEntry) => annotations.some(({ kind }) => kind === 'star');

const Star = ({ entry, onStar }: { entry: TimelineEntry; onStar: (entry: TimelineEntry) => void }) => {
  const starred = isStarred(entry);
  return (
    <button
      type="button"
      className={`tl-star ${starred ? 'text-s3-fg' : ''}`}
      data-on={starred || undefined}
      tabIndex={-1}
      aria-pressed={starred}
      aria-label="Starred"
      onClick={() => onStar(entry)}
    >
      <StarIcon filled={starred} />
    </button>
  );
};

/** How many tags stand in a row; the others are counted. */
const TAGS_SHOWN = 2;

/** What analysts added, beside the sentence and never cut: key event, verdict, technique, tags, comments, links. */
function Marks({ entry }: { entry: TimelineEntry }) {
  const { annotations, version } = entry;
  const of = (kind: string) => annotations.filter((one) => one.kind === kind);
  const verdict = verdictOf(entry);
  const tags = of('tag').filter(({ value }) => !value.startsWith('verdict:'));
  const [comments, links] = [of('comment').length, of('link').length];
  if (annotations.length === 0 && version === 1) return null;
  return (
    <span className="tl-annotations">
      {of('keyEvent').length > 0 ? (
        <span className="chip chip-3">
          <KeyEventIcon filled /> key event
        </span>
      ) : null}
      {verdict ? <span className={VERDICT[verdict].chip}>{VERDICT[verdict].words}</span> : null}
      {of('technique').map(({ id, value }) => (
        <span key={id} className="chip" title={techniqueWords(value)}>
          {value}
        </span>
      ))}
      {tags.slice(0, TAGS_SHOWN).map(({ id, value }) => (
        <span key={id} className="chip">
          <HostileText mono={false} text={value} max={24} />
        </span>
      ))}
      {tags.length > TAGS_SHOWN ? <span className="meta">+{tags.length - TAGS_SHOWN}</span> : null}
      {version > 1 ? <span className="meta">corrected</span> : null}
      {links > 0 ? (
        <span className="tl-count" title={plural(links, 'link')}>
          <LinkIcon />
          {links}
        </span>
      ) : null}
      {comments > 0 ? (
        <span className="tl-count">
          <CommentIcon />
          {countWords(comments)}
          <span className="sr-only">{comments === 1 ? ' comment' : ' comments'}</span>
        </span>
      ) : null}
    </span>
  );
}

/** Words of a wall: which phase, from when to when, how long. */
export const WallWords = ({ span }: { span: Compartment }) =>
  span.phase === null ? (
    <>
      <b>Before detection</b>
      {span.to === null ? null : (
        <>
          {' '}
          until <Time at={new Date(span.to).toISOString()} />
        </>
      )}
    </>
  ) : (
    <>
      <b>{PHASE_NAME[span.phase]}</b> <Time at={new Date(span.from).toISOString()} />
      {span.to === null ? (
        <> until now</>
      ) : (
        <>
          {' '}
          to <Time at={new Date(span.to).toISOString()} />, {durationWords(span.to - span.from)}
        </>
      )}
    </>
  );

export const WallRow = ({ span, rowIndex, columns }: { span: Compartment; rowIndex: number; columns: number }) => (
  <tr aria-rowindex={rowIndex} className="tl-wall-row">
    <td colSpan={columns}>
      <WallWords span={span} />
    </td>
  </tr>
);
