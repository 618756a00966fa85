'use client';

import Link from 'next/link';
import { useTimeWords } from '@/components/ui/time';
import type { CaseTimes } from '@/lib/readiness/view';
import { dayWords, minutesSeconds } from './words';

/** What the last drills and the last real case took, side by side: whether rehearsing helps. */
export const CaseTimesTable = ({ cases }: { cases: readonly CaseTimes[] }) => (
  <section className="border-b border-line px-4 pt-3 pb-2" aria-labelledby="times-title">
    <h2 id="times-title">
      Drills and the last case <span className="meta font-normal">from detection</span>
    </h2>
    <table className="times-table">
      <thead>
        <tr className="meta">
          <th scope="col">min:s</th>
          {cases.map((one) => (
            <th key={one.number} scope="col" className="num">
              <Name one={one} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ROWS.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cases.map((one) => (
              <td key={one.number} className="num">
                {value(one)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const took = (ms: number | null) => (ms === null ? <span className="text-s4-fg">no</span> : minutesSeconds(ms));

const ROWS: readonly (readonly [string, (one: CaseTimes) => React.ReactNode])[] = [
  ['Case opened', ({ openedMs }) => took(openedMs)],
  ['Evidence captured', ({ capturedMs }) => took(capturedMs)],
  ['Contained', ({ containedMs }) => took(containedMs)],
  ['Gates overridden', ({ gatesOverridden }) => gatesOverridden],
];

function Name({ one: { drill, number, detectedAt } }: { one: CaseTimes }) {
  const day = useTimeWords((now, zone) => dayWords(Date.parse(detectedAt), now, zone));
  return (
    <Link href={`/cases/${number}`} className="link" title={`${drill ? 'Drill' : 'Case'} ${number}, ${day}`}>
      {drill ? day : `Case ${number}`}
      {drill ? <span className="sr-only"> drill</span> : null}
    </Link>
  );
}
