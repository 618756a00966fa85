import { plural } from '@/components/ui/format';
import { PodName } from '@/components/ui/pod-name';
import { Ago } from '@/components/ui/time';
import type { ClusterStatus } from '@/lib/cluster/status';
import { visible } from '@/lib/text/visible';
import { SUSPECT_RISK, type TriageRow } from '@/lib/triage/row';

const firstLower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

/** "a, b and c" of the heaviest signals. */
const reasons = (row: TriageRow): string => {
  const words = row.signals.slice(0, 3).map((signal) => firstLower(visible(signal.words)));
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
};

/** The finding in a sentence. Nothing found says what was looked at, and what was not. */
export function TriageHead({
  rows,
  total,
  status,
}: {
  rows: readonly TriageRow[];
  total: number;
  status: ClusterStatus | null;
}) {
  const suspects = rows.filter(({ risk }) => risk >= SUSPECT_RISK);
  const worst = rows.reduce(
    (most: TriageRow | undefined, row) => (most && most.risk >= row.risk ? most : row),
    undefined,
  );
  const unread = status?.resources.filter(({ state }) => state === 'forbidden' || state === 'unavailable') ?? [];
  return (
    <div className="flex-none px-4 py-3">
      <h1>{suspects.length === 0 ? 'No pod is suspect' : suspectWords(suspects.length, total)}</h1>
      <p className="mt-0.5 text-fg-2">
        {worst && suspects.length > 0 ? (
          <>
            Highest risk is <PodName name={worst.name} workload={worst.workload.name} className="font-semibold" /> in{' '}
            <bdi>{visible(worst.namespace)}</bdi>: {reasons(worst)}.
          </>
        ) : (
          <Looked rows={rows} status={status} />
        )}
        {unread.length > 0 ? (
          <span className="text-s4-fg">
            {' '}
            Not read, so not evaluated: {unread.map(({ resource }) => resource).join(', ')}.
          </span>
        ) : null}
      </p>
    </div>
  );
}

const suspectWords = (n: number, total: number) => `${n} of ${plural(total, 'pod')} ${n === 1 ? 'is' : 'are'} suspect`;

function Looked({ rows, status }: { rows: readonly TriageRow[]; status: ClusterStatus | null }) {
  const namespaces = new Set(rows.map(({ namespace }) => namespace)).size;
  return (
    <>
      {plural(rows.length, 'pod')} in {plural(namespaces, 'namespace')} {rows.length === 1 ? 'was' : 'were'} evaluated
      {status?.asOf ? (
        <>
          {' '}
          <Ago at={status.asOf} /> ago
        </>
      ) : null}{' '}
      from cluster state alone. Alerts and audit events are not looked at: no source is set up.
    </>
  );
}
