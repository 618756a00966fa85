import { Button } from '@/components/ui/button';
import { countWords } from '@/components/ui/format';
import { Empty, Loading, Stale } from '@/components/ui/states';
import type { Triage } from '@/lib/live/reduce';

/** Beside the rows, when nothing measures what pods use. */
export function MetricsAbsent({ status }: { status: NonNullable<Triage['status']> }) {
  const why = status.metrics.why ?? 'metrics.k8s.io does not answer';
  return <Stale>CPU is not measured: {why}. No signal is raised or cleared by it.</Stale>;
}

/** In place of rows: whether there are none, none yet, none that match, or none that may be seen. */
export function NothingFound({
  total,
  q,
  status,
  onClear,
}: {
  total: number;
  q: string;
  status: Triage['status'] | null;
  onClear: () => void;
}) {
  const pods = status?.resources.find(({ resource }) => resource === 'pods');
  if (pods?.state === 'forbidden') {
    return (
      <Empty title="Bulkhead may not list pods">
        The right to list and watch pods in all namespaces is missing on this cluster. Settings shows the rule to add.{' '}
        {pods.error}
      </Empty>
    );
  }
  if (status?.state === 'connecting')
    return <Loading words={`Listing pods, ${countWords(pods?.objects ?? 0)} so far`} rows={12} />;
  if (q === '') return <Empty title="No pod is in this view">{countWords(total)} pods were looked at.</Empty>;
  return (
    <Empty title="No pod matches" action={<Button onClick={onClear}>Clear filter</Button>}>
      {countWords(total)} pods were searched by name, namespace, workload, node, image, service account and signal.
    </Empty>
  );
}
