import type { Metadata } from 'next';
import { headers } from 'next/headers';
import Link from 'next/link';
import { currentCluster } from '@/components/shell/current.server';
import { requirePerson } from '@/components/shell/require-person.server';
import { firstRows } from '@/components/triage/first-rows.server';
import { TriageScreen } from '@/components/triage/triage-screen';
import { Empty } from '@/components/ui/states';

export const metadata: Metadata = { title: 'Triage' };

export default async function TriagePage() {
  await requirePerson('cluster.read');
  const cluster = await currentCluster();
  if (!cluster) {
    return (
      <Empty title="No cluster is set up">
        Set KUBECONFIG to a kubeconfig that can be read, or start without it for the drill cluster, then restart.{' '}
        <Link href="/settings">Settings</Link> shows what was tried.
      </Empty>
    );
  }
  const phone = /Mobi|Android/.test((await headers()).get('user-agent') ?? '');
  return <TriageScreen key={cluster.id} clusterId={cluster.id} first={await firstRows(cluster)} phone={phone} />;
}
