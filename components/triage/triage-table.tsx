'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef } from 'react';
import { countWords, plural } from '@/components/ui/format';
import { Icon } from '@/components/ui/glyphs';
import { SortHeader } from '@/components/ui/table';
import { visible } from '@/lib/text/visible';
import { SUSPECT_RISK } from '@/lib/triage/row';
import type { Column, ColumnId } from './columns';
import type { Item, Sort } from './model';
import { PhoneRow, type RowCallbacks, TriageRow } from './triage-row';

interface TriageTableProps extends RowCallbacks {
  items: readonly Item[];
  columns: readonly Column[];
  phone: boolean;
  sort: Sort;
  onSort: (by: ColumnId) => void;
  onToggleGroup: (key: string) => void;
  selected: ReadonlySet<string>;
  gone: ReadonlySet<string>;
  cursor: number | null;
  stale: boolean;
  scroller: RefObject<HTMLElement | null>;
  /** pointer or keyboard came in or left: the order is held meanwhile */
  onInside: (inside: boolean) => void;
}

const HEIGHT = { desk: 28, phone: 64 } as const;

/** A real table of which only what is in sight is in the document; `aria-rowcount` tells how many there are. */
export function TriageTable(props: TriageTableProps) {
  const { items, columns, phone, sort, onSort, selected, gone, cursor, stale, scroller, onInside } = props;
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (phone ? HEIGHT.phone : HEIGHT.desk),
    overscan: 12,
    // what the server renders, before there is anything to measure
    initialRect: { width: 1440, height: 900 },
    getItemKey: (index) => keyOf(items[index], index),
  });
  useCursorInSight(rows.scrollToIndex, cursor);

  const shown = rows.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  const after = rows.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      className="min-h-0 flex-1 overflow-auto"
      aria-label="Pods"
      // The table is one stop of the keyboard; j and k move in it.
      tabIndex={-1}
      onPointerEnter={(event) => event.pointerType === 'mouse' && onInside(true)}
      onPointerLeave={(event) => event.pointerType === 'mouse' && onInside(false)}
      onFocus={() => onInside(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onInside(false)}
    >
      <table
        className={`table table-dense table-fixed ${stale ? 'opacity-60' : ''}`}
        aria-rowcount={items.length + 1}
        style={phone ? undefined : { minWidth: columns.reduce((sum, { width }) => sum + width, 0) }}
      >
        <caption className="sr-only">Pods of all namespaces, sorted by {sort.by}</caption>
        {phone ? null : (
          <colgroup>
            {columns.map(({ id, width }) => (
              <col key={id} style={{ width }} />
            ))}
          </colgroup>
        )}
        <thead className={phone ? 'sr-only' : ''}>
          <tr aria-rowindex={1}>
            {columns.map(({ id, label, numeric }) => (
              <SortHeader
                key={id}
                numeric={numeric}
                direction={sort.by === id ? (sort.descending ? 'descending' : 'ascending') : null}
                onSort={() => onSort(id)}
              >
                {label}
              </SortHeader>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? <Spacer height={before} /> : null}
          {shown.map(({ index, key }) => {
            const item = items[index];
            if (!item) return null;
            if (item.kind === 'wall')
              return <Wall key={key} index={index + 2} below={item.below} columns={columns.length} />;
            if (item.kind === 'group') {
              return (
                <Group
                  key={key}
                  index={index + 2}
                  item={item}
                  columns={columns.length}
                  atCursor={cursor === index}
                  onToggle={props.onToggleGroup}
                />
              );
            }
            const One = phone ? PhoneRow : TriageRow;
            return (
              <One
                key={key}
                row={item.row}
                columns={columns}
                index={index + 2}
                selected={selected.has(item.row.uid)}
                atCursor={cursor === index}
                gone={gone.has(item.row.uid)}
                onReason={props.onReason}
                onSelect={props.onSelect}
              />
            );
          })}
          {after > 0 ? <Spacer height={after} /> : null}
        </tbody>
      </table>
    </section>
  );
}

function keyOf(item: Item | undefined, index: number): string | number {
  if (!item) return index;
  return item.kind === 'row' ? item.row.uid : item.kind === 'group' ? item.group.key : 'wall';
}

/** The row under the keyboard is always in sight. */
function useCursorInSight(scrollToIndex: (index: number, options: { align: 'auto' }) => void, cursor: number | null) {
  const scroll = useRef(scrollToIndex);
  scroll.current = scrollToIndex;
  useEffect(() => {
    if (cursor !== null) scroll.current(cursor, { align: 'auto' });
  }, [cursor]);
}

/** Stands for the rows out of sight. */
const Spacer = ({ height }: { height: number }) => <tr style={{ height }} />;

/** A wall, because what stands below it is not suspect. */
const Wall = ({ below, columns, index }: { below: number; columns: number; index: number }) => (
  <tr aria-rowindex={index} className="triage-wall">
    <td colSpan={columns}>
      Below the threshold of {SUSPECT_RISK}: {plural(below, 'pod')}
    </td>
  </tr>
);

interface GroupProps {
  item: Extract<Item, { kind: 'group' }>;
  columns: number;
  index: number;
  atCursor: boolean;
  onToggle: (key: string) => void;
}

function Group({ item: { group, open }, columns, index, atCursor, onToggle }: GroupProps) {
  return (
    <tr aria-rowindex={index} data-cursor={atCursor}>
      <th scope="rowgroup" colSpan={columns}>
        <button
          type="button"
          aria-expanded={open}
          className="flex w-full items-center gap-2 text-left"
          onClick={() => onToggle(group.key)}
        >
          <Icon name={open ? 'down' : 'right'} small />
          <span className="text-fg-3">{visible(group.kind)}</span>
          <bdi className="mono text-fg">
            {visible(group.namespace)}/{visible(group.name)}
          </bdi>
          <span className="text-fg-3">
            {plural(group.rows.length, 'pod')}, highest risk {countWords(group.risk)},{' '}
            {plural(group.restarts, 'restart')}
            {group.cpuCores === null ? '' : `, ${group.cpuCores.toFixed(2)} cores`}
          </span>
        </button>
      </th>
    </tr>
  );
}
