'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { SortHeader } from '@/components/ui/table';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { EntryRow, type RowCallbacks, WallRow, WallWords } from './entry-row';
import {
  type Compartment,
  compartmentAt,
  entryOf,
  type Item,
  stepFrom,
  type TimelineOrder,
  timeOf,
} from './list-items';
import type { Span } from './time-axis';

/** Where the list is to go: to an entry (when it comes, or else to the top at once), a moment, the top. A new object is a new wish. */
export type Goal = { id: string; orTop?: boolean } | { time: number } | { top: true };

interface TimelineListProps extends RowCallbacks {
  items: readonly Item[];
  /** entries in all, where it is known: `aria-rowcount` */
  total: number;
  order: TimelineOrder;
  onOrder: () => void;
  spans: readonly Compartment[];
  detectedAt: number;
  phone: boolean;
  stale: boolean;
  openId: string;
  cursor: number | null;
  selected: ReadonlySet<string>;
  isNew: (entry: TimelineEntry) => boolean;
  find: string;
  goal: Goal | null;
  /** the goal stands in the list and was gone to */
  onArrived: (index: number) => void;
  /** rows at the top stay there when new ones come above: somebody is reading */
  hold: boolean;
  onInside: (inside: boolean) => void;
  onInSight: (sight: { span: Span | null; atTop: boolean; atEnd: boolean }) => void;
  /** another page is wanted there */
  onNeed: (end: 'top' | 'bottom') => void;
  scroller: RefObject<HTMLElement | null>;
}

export const ROW_H = { desk: 26, phone: 64, wall: 29 } as const;
/** What the head of the table covers of the rows. */
const HEAD_H = 57;
/** Pages are read before their rows are reached. */
const AHEAD = 40;
const COLUMNS = 7;

/** A real table of which only what is in sight is in the document. What is read stays where it is when entries come. */
export function TimelineList(props: TimelineListProps) {
  const { items, order, phone, spans, cursor, hold, scroller, selected, openId } = props;
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.kind === 'wall' ? ROW_H.wall : phone ? ROW_H.phone : ROW_H.desk),
    overscan: 16,
    initialRect: { width: 1040, height: 600 }, // what the server renders, before there is anything to measure
    getItemKey: (index) => items[index]?.key ?? index,
    scrollPaddingEnd: HEAD_H,
    anchorTo: hold ? 'end' : 'start', // 'end' keeps what is in sight in its place when rows come above it
  });
  const shown = rows.getVirtualItems();
  const offset = rows.scrollOffset ?? 0;
  const height = rows.scrollRect?.height ?? 0;
  useSight(props, rows.range, offset <= 4, offset + height >= rows.getTotalSize() - 4);
  const placed = useRef<string | null>(null);
  useGoal(props, rows.scrollToIndex, placed);
  useCursorInSight(rows.scrollToIndex, cursor, cursor === null ? null : (items[cursor]?.key ?? null), placed);

  const before = shown[0]?.start ?? 0;
  const after = rows.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const top = timeOf(items[rows.range?.startIndex ?? 0]) ?? timeOf(items[(rows.range?.startIndex ?? 0) + 1]);
  const stop = cursor ?? stepFrom(items, (rows.range?.startIndex ?? 0) - 1, 1);
  const compartment = top === null ? undefined : compartmentAt(spans, top);
  return (
    <section
      ref={scroller}
      className="tl-scroll"
      aria-label="Timeline entries"
      tabIndex={-1}
      onPointerEnter={(event) => event.pointerType === 'mouse' && props.onInside(true)}
      onPointerLeave={(event) => event.pointerType === 'mouse' && props.onInside(false)}
      onFocus={() => props.onInside(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && props.onInside(false)}
    >
      <table className={`table tl-table ${props.stale ? 'tl-dim' : ''}`} aria-rowcount={props.total + 1}>
        <caption className="sr-only">Timeline entries, {order === 'latest' ? 'latest first' : 'oldest first'}</caption>
        {phone ? (
          <colgroup>
            <col className="w-[44px]" />
            <col />
          </colgroup>
        ) : (
          <colgroup>
            <col className="w-[52px]" />
            <col className="tl-col-time" />
            <col className="w-[92px]" />
            <col className="w-[84px]" />
            <col className="w-[28px]" />
            <col />
            <col className="tl-col-who" />
          </colgroup>
        )}
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">
              <span className="sr-only">{phone ? 'Source' : 'Select, star'}</span>
            </th>
            <SortHeader direction={order === 'latest' ? 'descending' : 'ascending'} onSort={props.onOrder}>
              Occurred
            </SortHeader>
            {phone ? null : (
              <>
                <th scope="col" className="num">
                  From T+0
                </th>
                <th scope="col" className="num">
                  Known after
                </th>
                <th scope="col">
                  <span className="sr-only">Source</span>
                </th>
                <th scope="col">What</th>
                <th scope="col">Who or what</th>
              </>
            )}
          </tr>
          {compartment ? (
            <tr className="tl-phase-head">
              <td colSpan={phone ? 2 : COLUMNS}>
                <WallWords span={compartment} />
              </td>
            </tr>
          ) : null}
        </thead>
        <tbody>
          {before > 0 ? <Spacer height={before} /> : null}
          {shown.map(({ index, key }) => {
            const item = items[index];
            if (!item) return null;
            if (item.kind === 'wall')
              return <WallRow key={key} span={item.span} rowIndex={index + 2} columns={phone ? 2 : COLUMNS} />;
            const entry = entryOf(item);
            const id = entry?.id ?? '';
            return (
              <EntryRow
                key={key}
                item={item}
                index={index}
                rowIndex={index + 2}
                detectedAt={props.detectedAt}
                phone={phone}
                open={item.kind === 'entry' && id === openId}
                atCursor={cursor === index}
                stop={index === stop}
                selected={
                  item.kind === 'group' && !item.open
                    ? item.entries.every((entry) => selected.has(entry.id))
                    : item.kind === 'entry' && selected.has(id)
                }
                selecting={selected.size > 0}
                isNew={entry !== undefined && props.isNew(entry)}
                find={props.find}
                onOpen={props.onOpen}
                onStar={props.onStar}
                onSelect={props.onSelect}
                onToggleGroup={props.onToggleGroup}
              />
            );
          })}
          {after > 0 ? <Spacer height={after} /> : null}
        </tbody>
      </table>
    </section>
  );
}

/** Stands for the rows out of sight. */
const Spacer = ({ height }: { height: number }) => <tr style={{ height }} />;

/** Tells what is in sight, and asks for pages before their rows are reached. */
function useSight(
  { items, onInSight, onNeed }: TimelineListProps,
  range: { startIndex: number; endIndex: number } | null,
  atTop: boolean,
  atEnd: boolean,
) {
  const first = range?.startIndex ?? 0;
  const last = range?.endIndex ?? 0;
  const latest = useRef({ onInSight, onNeed });
  latest.current = { onInSight, onNeed };
  useEffect(() => {
    const [a, b] = [timeOf(items[first]) ?? timeOf(items[first + 1]), timeOf(items[last]) ?? timeOf(items[last - 1])];
    const span = a !== null && b !== null ? { from: Math.min(a, b), to: Math.max(a, b) } : null;
    latest.current.onInSight({ span, atTop, atEnd });
    if (items.length === 0) return;
    if (first < AHEAD) latest.current.onNeed('top');
    if (last > items.length - AHEAD) latest.current.onNeed('bottom');
  }, [items, first, last, atTop, atEnd]);
}

type ScrollTo = (index: number, options: { align: 'auto' | 'center' | 'start' }) => void;

/** Goes to the goal as soon as it stands in the list. */
function useGoal(
  { items, goal, order, onArrived }: TimelineListProps,
  scrollToIndex: ScrollTo,
  placed: RefObject<string | null>,
) {
  const done = useRef<Goal | null>(null);
  const latest = useRef({ scrollToIndex, onArrived });
  latest.current = { scrollToIndex, onArrived };
  useLayoutEffect(() => {
    if (!goal || goal === done.current || items.length === 0) return;
    const index = indexOfGoal(items, goal, order);
    const toTop = 'top' in goal || (index < 0 && 'id' in goal && goal.orTop === true);
    if (index < 0 && !toTop) return;
    done.current = goal;
    latest.current.scrollToIndex(toTop ? 0 : index, { align: toTop ? 'start' : 'center' });
    if (toTop) return;
    placed.current = items[index]?.key ?? null;
    latest.current.onArrived(index);
  }, [items, goal, order, placed]);
}

function indexOfGoal(items: readonly Item[], goal: Goal, order: TimelineOrder): number {
  if ('top' in goal) return 0;
  return 'id' in goal ? indexOf(items, goal.id) : indexAt(items, goal.time, order);
}

const indexOf = (items: readonly Item[], id: string): number =>
  items.findIndex((item) =>
    item.kind === 'entry'
      ? item.entry.id === id
      : item.kind === 'group' && !item.open && item.entries.some((entry) => entry.id === id),
  );

/** The first line at a moment or, in the direction of reading, after it; the last one when there is none. */
function indexAt(items: readonly Item[], time: number, order: TimelineOrder): number {
  const found = items.findIndex((item) => {
    const at = timeOf(item);
    return at !== null && (order === 'latest' ? at <= time : at >= time);
  });
  return found < 0 ? items.length - 1 : found;
}

/** The row under the keyboard is in sight once it got there. That it moves when entries come is no reason to scroll. */
function useCursorInSight(
  scrollToIndex: ScrollTo,
  cursor: number | null,
  key: string | null,
  placed: RefObject<string | null>,
) {
  const latest = useRef({ scrollToIndex, cursor });
  latest.current = { scrollToIndex, cursor };
  useEffect(() => {
    const { cursor: index } = latest.current;
    const arrived = placed.current === key; // it was scrolled to already
    placed.current = null;
    if (!arrived && key !== null && index !== null) latest.current.scrollToIndex(index, { align: 'auto' });
  }, [key, placed]);
}
