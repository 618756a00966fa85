'use client';

import Link from 'next/link';
import { memo } from 'react';
import { LevelChip } from '@/components/ui/chip';
import { memoryWords } from '@/components/ui/format';
import { LevelShape, type SeverityLevel, StatusGlyph } from '@/components/ui/glyphs';
import { PodName } from '@/components/ui/pod-name';
import { Sparkline } from '@/components/ui/sparkline';
import { Ago } from '@/components/ui/time';
import { visible } from '@/lib/text/visible';
import { type TriageRow as Row, type Signal, SUSPECT_RISK } from '@/lib/triage/row';
import { type Column, type ColumnId, imageName, shortDigest } from './columns';

export interface RowCallbacks {
  onReason: (row: Row, signal: Signal, anchor: HTMLElement) => void;
  onSelect: (uid: string, selected: boolean) => void;
}

interface TriageRowProps extends RowCallbacks {
  row: Row;
  columns: readonly Column[];
  index: number; // aria-rowindex
  selected: boolean;
  atCursor: boolean;
  gone: boolean;
}

export const podHref = ({ namespace, name }: { namespace: string; name: string }): string =>
  `/pods/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;

/** Level of a pod's risk: its heaviest signal's, but only from the threshold on. */
export const riskLevel = (row: Row): SeverityLevel | null =>
  row.risk >= SUSPECT_RISK ? (row.signals[0]?.level ?? 2) : null;

/** One pod. Renders again only when the pod or its place changes. */
export const TriageRow = memo(function TriageRow({
  row,
  columns,
  index,
  selected,
  atCursor,
  gone,
  ...on
}: TriageRowProps) {
  return (
    <tr
      aria-rowindex={index}
      aria-selected={selected}
      data-cursor={atCursor}
      data-uid={row.uid}
      className={gone ? 'opacity-50 line-through' : undefined}
    >
      {columns.map(({ id, numeric }) => {
        const Cell = CELLS[id];
        return id === 'pod' ? (
          <th key={id} scope="row" className="overflow-hidden">
            <Cell row={row} selected={selected} {...on} />
          </th>
        ) : (
          <td key={id} className={numeric ? 'num overflow-hidden' : 'overflow-hidden'}>
            <Cell row={row} selected={selected} {...on} />
          </td>
        );
      })}
    </tr>
  );
});

type CellProps = RowCallbacks & { row: Row; selected: boolean };

const CELLS: Record<ColumnId, (props: CellProps) => React.ReactNode> = {
  risk: RiskCell,
  signals: SignalsCell,
  namespace: ({ row }) => <Plain text={row.namespace} />,
  pod: ({ row }) => (
    <span className="flex items-center gap-2">
      <Link href={podHref(row)} prefetch={false} className="flex min-w-0 hover:underline">
        <PodName name={row.name} workload={row.workload.name} className="flex min-w-0" />
      </Link>
      {row.quarantined ? <span className="chip chip-flat">cut off</span> : null}
    </span>
  ),
  status: StatusCell,
  restarts: ({ row }) => <span className={row.restarts > 0 ? 'text-fg' : 'text-fg-3'}>{row.restarts}</span>,
  age: ({ row }) => <Ago at={row.createdAt} className="text-fg-2" />,
  node: ({ row }) => (row.node ? <Plain text={row.node} /> : <span className="text-s4-fg">no node</span>),
  image: ImageCell,
  serviceAccount: ({ row }) => <Plain text={row.serviceAccount} />,
  cpu: CpuCell,
  memory: ({ row }) => (
    <span className="text-fg-2">{row.memoryBytes === null ? <Unknown /> : memoryWords(row.memoryBytes)}</span>
  ),
};

const Plain = ({ text }: { text: string }) => (
  <bdi className="block truncate text-fg-2" title={visible(text)}>
    {visible(text)}
  </bdi>
);

/** Not measured is not zero. */
const Unknown = () => (
  <span className="text-s4-fg" title="Not measured">
    –<span className="sr-only">not measured</span>
  </span>
);

function RiskCell({ row, selected, onSelect }: CellProps) {
  const level = riskLevel(row);
  return (
    <span className="flex items-center gap-1.5">
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={`Select ${visible(row.name)}`}
        checked={selected}
        onChange={(event) => onSelect(row.uid, event.target.checked)}
        className="check"
      />
      <span className="w-2.5">{level ? <LevelShape level={level} label={`Level ${level}`} /> : null}</span>
      <span className={level ? 'w-6 text-right text-lead font-semibold' : 'w-6 text-right text-fg-3'}>{row.risk}</span>
    </span>
  );
}

/** Two chips fit into a row of 28 px; the rest is counted and behind the last chip. */
const CHIPS = 2;

function SignalsCell({ row, onReason }: CellProps) {
  const flat = row.risk < SUSPECT_RISK;
  if (row.signals.length === 0) return <span className="text-fg-3">none</span>;
  const more = row.signals.slice(CHIPS);
  const third = more[0];
  return (
    <span className="flex items-center gap-1.5">
      {row.signals.slice(0, CHIPS).map((signal) => (
        <LevelChip
          key={signal.id}
          level={signal.level}
          words={visible(signal.words)}
          weight={signal.weight}
          flat={flat}
          aria-haspopup="dialog"
          onClick={(event) => onReason(row, signal, event.currentTarget)}
        />
      ))}
      {third ? (
        <button
          type="button"
          className="chip chip-flat"
          aria-haspopup="dialog"
          aria-label={`${more.length} more signals`}
          onClick={(event) => onReason(row, third, event.currentTarget)}
        >
          +{more.length}
        </button>
      ) : null}
    </span>
  );
}

const STATUS_LOOK: Record<Row['statusLevel'], { text: string; glyph: 'caution' | 'failed' | 'unknown' | null }> = {
  ok: { text: 'text-fg-2', glyph: null },
  done: { text: 'text-fg-3', glyph: null },
  caution: { text: 'text-s2-fg', glyph: 'caution' },
  failed: { text: 'text-s1-fg', glyph: 'failed' },
  unknown: { text: 'text-s4-fg', glyph: 'unknown' },
};

function StatusCell({ row }: CellProps) {
  const { text, glyph } = STATUS_LOOK[row.statusLevel];
  const reason = row.waitingReason && row.waitingReason !== row.status ? `, ${row.waitingReason}` : '';
  return (
    <span className={`flex items-center gap-1 ${text}`} title={visible(`${row.status}${reason}, ${row.ready} ready`)}>
      {glyph ? <StatusGlyph kind={glyph} size={14} /> : null}
      <bdi className="truncate">{visible(row.status)}</bdi>
    </span>
  );
}

function ImageCell({ row }: CellProps) {
  const [first, ...more] = row.images;
  if (!first) return <span className="text-s4-fg">none</span>;
  return (
    <bdi
      className="mono flex gap-1.5 text-fg-2"
      title={row.images.map(({ container, image }) => visible(`${container}: ${image}`)).join('\n')}
    >
      <span className="truncate">{visible(imageName(first.image))}</span>
      <span className="flex-none text-fg-3">{visible(shortDigest(first.digest))}</span>
      {more.length > 0 ? <span className="flex-none text-fg-3">+{more.length}</span> : null}
    </bdi>
  );
}

function CpuCell({ row }: CellProps) {
  if (row.cpuCores === null) return <Unknown />;
  const alarming = row.signals.some(({ id }) => id.includes('cpu'));
  return (
    <span className="flex items-center justify-end gap-1.5">
      <Sparkline
        values={row.cpuHistory}
        label={`CPU over the last ${row.cpuHistory.length} samples`}
        alarming={alarming}
      />
      <span className={alarming ? 'text-s1-fg' : 'text-fg-2'}>{row.cpuCores.toFixed(2)}</span>
    </span>
  );
}

/** A phone: two lines, no table of twelve columns. */
export const PhoneRow = memo(function PhoneRow({
  row,
  columns,
  index,
  selected,
  atCursor,
  gone,
  ...on
}: TriageRowProps) {
  const level = riskLevel(row);
  const first = row.signals[0];
  return (
    <tr
      aria-rowindex={index}
      aria-selected={selected}
      data-cursor={atCursor}
      data-uid={row.uid}
      className={gone ? 'opacity-50' : undefined}
    >
      <th scope="row" colSpan={columns.length} className="!h-[64px]">
        <span className="flex items-center gap-2.5">
          <label className="grid size-8 flex-none place-items-center">
            <input
              type="checkbox"
              aria-label={`Select ${visible(row.name)}`}
              checked={selected}
              onChange={(event) => on.onSelect(row.uid, event.target.checked)}
              className="check !size-5"
            />
          </label>
          <Link href={podHref(row)} prefetch={false} className="grid min-w-0 flex-1 text-fg">
            <PodName name={row.name} workload={row.workload.name} className="truncate" />
            <span className="meta flex items-center gap-1.5 truncate">
              {level ? <LevelShape level={level} /> : null}
              <b>{row.risk}</b> {visible(row.namespace)} ·{' '}
              <span className={STATUS_LOOK[row.statusLevel].text}>{visible(row.status)}</span>
              {first ? ` · ${visible(first.words)}` : ''}
            </span>
          </Link>
        </span>
      </th>
    </tr>
  );
});
