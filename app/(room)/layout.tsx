import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { currentCluster } from '@/components/shell/current.server';
import { Providers } from '@/components/shell/providers';
import { Shell } from '@/components/shell/shell';
import { themeOf } from '@/components/shell/theme';
import { currentPerson } from '@/lib/auth/session.server';
import { listCases } from '@/lib/cases/read.server';
import { clusterStatuses } from '@/lib/cluster/clusters.server';
import { livePosition } from '@/lib/live/publish.server';
import { SUSPECT_RISK } from '@/lib/triage/row';

export async function generateMetadata(): Promise<Metadata> {
  const mark = (await currentCluster())?.drill ? '[DRILL] ' : '';
  return { title: { default: `${mark}Bulkhead`, template: `${mark}%s · Bulkhead` } };
}

/** Everything that only who has signed in may see. Each page and route below asks again for what it shows. */
export default async function RoomLayout({ children }: { children: ReactNode }) {
  const person = await currentPerson();
  if (!person) redirect('/signin');
  // Taken before anything is read: what changes from here on comes through the stream.
  const from = await livePosition();
  const [cluster, clusters, cases, jar] = await Promise.all([
    currentCluster(),
    clusterStatuses(),
    listCases(),
    cookies(),
  ]);
  const { id, name, email, role } = person;
  return (
    <Providers from={from}>
      <Shell
        room={{ person: { id, name, email, role }, clusterId: cluster?.id ?? null, drill: cluster?.drill ?? false }}
        theme={themeOf(jar.get('bulkhead-theme')?.value)}
        clusters={clusters}
        cases={cases}
        suspects={cluster ? cluster.cache.rows().filter(({ risk }) => risk >= SUSPECT_RISK).length : null}
        drills={clusters.some(({ drill }) => drill)}
      >
        {children}
      </Shell>
    </Providers>
  );
}
