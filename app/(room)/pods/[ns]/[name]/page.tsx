import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PodScreen } from '@/components/pod/pod-screen';
import { currentCluster } from '@/components/shell/current.server';
import { requirePerson } from '@/components/shell/require-person.server';
import { visible } from '@/lib/text/visible';

interface Props {
  params: Promise<{ ns: string; name: string }>;
}

/** What stands in a URL may be malformed; then there is no such pod. */
async function podOf(params: Props['params']): Promise<{ namespace: string; name: string } | null> {
  const { ns, name } = await params;
  try {
    return { namespace: decodeURIComponent(ns), name: decodeURIComponent(name) };
  } catch {
    return null;
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const pod = await podOf(params);
  return { title: pod ? visible(pod.name).slice(0, 80) : 'Pod' };
}

export default async function PodPage({ params }: Props) {
  await requirePerson('cluster.read');
  const [cluster, pod] = await Promise.all([currentCluster(), podOf(params)]);
  if (!cluster || !pod) notFound();
  return <PodScreen key={`${cluster.id}/${pod.namespace}/${pod.name}`} clusterId={cluster.id} {...pod} />;
}
