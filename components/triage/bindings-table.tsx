'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { countWords } from '@/components/ui/format';
import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Empty, Loading } from '@/components/ui/states';
import { TableScroll } from '@/components/ui/table';
import { Ago } from '@/components/ui/time';
import { visible } from '@/lib/text/visible';
import type { BindingRow } from '@/lib/triage/row';
import { RouteErrorNote } from './route-error-note';
import { bindingsQuery } from './use-triage';

/** More than this is not drawn at once: the filter narrows it. */
const MOST = 500;

const haystack = ({ name, namespace, role, subjects }: BindingRow) =>
  `${name} ${namespace ?? ''} ${role.name} ${subjects.map((one) => `${one.kind} ${one.namespace ?? ''}/${one.name}`).join(' ')}`.toLowerCase();

const dangerRank = ({ dangers }: BindingRow) => (dangers === null ? 1 : dangers.length > 0 ? 0 : 2);

/** Who holds which rights: dangerous ones first, those that could not be judged next. */
export function BindingsTable({ clusterId, q }: { clusterId: string; q: string }) {
  const { data, error, refetch } = useQuery(bindingsQuery(clusterId));
  const rows = useMemo(() => {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const found = (data ?? []).filter((row) => words.every((word) => haystack(row).includes(word)));
    return found.sort((a, b) => dangerRank(a) - dangerRank(b) || (a.name < b.name ? -1 : 1));
  }, [data, q]);

  if (error) return <RouteErrorNote error={error} retry={() => void refetch()} />;
  if (!data) return <Loading words="Listing bindings" rows={10} />;
  if (rows.length === 0) {
    return (
      <Empty title="No binding matches">
        {countWords(data.length)} cluster role bindings and role bindings to cluster roles were searched.
      </Empty>
    );
  }
  return (
    <TableScroll label="Cluster role bindings">
      <table className="table table-bindings" aria-rowcount={rows.length + 1}>
        <caption className="sr-only">Bindings with their subjects and what makes their role dangerous</caption>
        <thead>
          <tr>
            <th scope="col">Binding</th>
            <th scope="col">Role</th>
            <th scope="col">Subjects</th>
            <th scope="col">What it allows</th>
            <th scope="col" className="num max-md:hidden">
              Age
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST).map((row) => (
            <tr key={`${row.kind} ${row.namespace ?? ''}/${row.name}`}>
              <th scope="row">
                <span className="meta">{row.namespace ? `${visible(row.namespace)}/` : ''}</span>
                <HostileText text={row.name} max={80} />
              </th>
              <td>
                <HostileText text={row.role.name} max={80} className="text-fg-2" />
              </td>
              <td className="py-1">
                <Subjects row={row} />
              </td>
              <td className="py-1">
                <Dangers row={row} />
              </td>
              <td className="num text-fg-2 max-md:hidden">{row.createdAt ? <Ago at={row.createdAt} /> : 'unknown'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST ? (
        <p className="meta px-4 py-2">
          {countWords(MOST)} of {countWords(rows.length)} are shown: filter to narrow them.
        </p>
      ) : null}
    </TableScroll>
  );
}

function Subjects({ row }: { row: BindingRow }) {
  if (row.subjects.length === 0) return <span className="text-fg-3">nobody</span>;
  return (
    <ul>
      {row.subjects.slice(0, 6).map((one) => (
        <li key={`${one.kind} ${one.namespace ?? ''}/${one.name}`}>
          <span className="meta">{visible(one.kind)}</span>{' '}
          <HostileText text={`${one.namespace ? `${one.namespace}/` : ''}${one.name}`} max={80} />
        </li>
      ))}
      {row.subjects.length > 6 ? <li className="meta">and {countWords(row.subjects.length - 6)} more</li> : null}
    </ul>
  );
}

function Dangers({ row }: { row: BindingRow }) {
  if (row.dangers === null) {
    return (
      <span className="flex items-center gap-1.5 text-s4-fg">
        <StatusGlyph kind="unknown" size={14} />
        The role could not be read
      </span>
    );
  }
  if (row.dangers.length === 0) return <span className="text-fg-3">nothing of the dangerous kinds</span>;
  return (
    <ul className="grid gap-0.5">
      {row.dangers.slice(0, 6).map((danger) => (
        <li key={danger} className="flex gap-1.5 text-s2-fg">
          <StatusGlyph kind="caution" size={14} />
          <HostileText mono={false} text={danger} />
        </li>
      ))}
      {row.dangers.length > 6 ? <li className="meta">and {row.dangers.length - 6} more</li> : null}
    </ul>
  );
}
