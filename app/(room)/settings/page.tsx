import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { OwnSessions } from '@/components/people/own-sessions';
import { PeopleTable } from '@/components/people/people-table';
import { ClustersSection } from '@/components/settings/clusters-section';
import { listPeople, ownSessions } from '@/lib/auth/people.server';
import { whyNot } from '@/lib/auth/permissions';
import { currentPerson } from '@/lib/auth/session.server';
import { clusterStatuses } from '@/lib/cluster/clusters.server';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  const person = await currentPerson();
  if (!person) redirect('/signin?callbackUrl=/settings');
  const [people, sessions] = await Promise.all([listPeople(person), ownSessions(person)]);
  return (
    <div className="grid content-start gap-8 overflow-auto p-4">
      <h1>Settings</h1>
      <section aria-label="Clusters">
        <h2>Clusters</h2>
        <ClustersSection initial={await clusterStatuses()} />
      </section>
      <PeopleTable people={people} me={person.id} whyNot={whyNot(person.role, 'people.manage')} />
      <OwnSessions sessions={sessions} />
    </div>
  );
}
