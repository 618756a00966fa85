import type { Metadata } from 'next';
import { Invitations } from '@/components/people/invitations';
import { OwnAccess } from '@/components/people/own-access';
import { PeopleTable } from '@/components/people/people-table';
import { Sessions } from '@/components/people/sessions';
import { Tokens } from '@/components/people/tokens';
import { ChannelsSection } from '@/components/report/channels-section';
import { ClustersSection } from '@/components/settings/clusters-section';
import { ProviderSection } from '@/components/settings/provider-section';
import { SettingsNav } from '@/components/settings/settings-nav';
import { requirePerson } from '@/components/shell/require-person.server';
import { accessView, isExternal } from '@/lib/auth/access.server';
import { clusterStatuses } from '@/lib/cluster/clusters.server';
import { config } from '@/lib/config';
import { listChannels } from '@/lib/reports/channels.server';

export const metadata: Metadata = { title: 'Settings' };

const PARTS = [
  { id: 'clusters', label: 'Clusters' },
  { id: 'people', label: 'People' },
  { id: 'invitations', label: 'Invitations' },
  { id: 'sessions', label: 'Sign-ins' },
  { id: 'tokens', label: 'API tokens' },
  { id: 'channels', label: 'Channels' },
  { id: 'own', label: 'Your access' },
  { id: 'provider', label: 'Identity provider' },
];

export default async function SettingsPage() {
  const person = await requirePerson('session.own');
  const [access, clusters, external] = await Promise.all([
    accessView(person),
    clusterStatuses(),
    isExternal(person.id),
  ]);
  const { oidc, authUrl, smtp } = config;
  return (
    <div className="grid content-start gap-4 overflow-auto p-4">
      <h1>Settings</h1>
      <div className="flex items-start gap-8 max-md:flex-col max-md:gap-4">
        <SettingsNav parts={PARTS} />
        <div className="grid w-full min-w-0 max-w-280 gap-8">
          <ClustersSection initial={clusters} />
          <PeopleTable initial={access} />
          <Invitations initial={access} />
          <Sessions initial={access} />
          <Tokens initial={access} />
          <ChannelsSection initial={await listChannels()} mail={smtp !== null} />
          <OwnAccess external={external} provider={oidc?.name ?? null} />
          <ProviderSection oidc={oidc} authUrl={authUrl} />
        </div>
      </div>
    </div>
  );
}
