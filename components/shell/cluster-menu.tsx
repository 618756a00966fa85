'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { chooseCluster } from '@/app/actions/preferences';
import { CLUSTER_STATE, missingRights } from '@/components/settings/cluster-health';
import { Icon } from '@/components/ui/glyphs';
import { Menu, MenuChoice, MenuNote } from '@/components/ui/menu';
import { Ago } from '@/components/ui/time';
import type { ClusterStatus } from '@/lib/cluster/status';
import { visible } from '@/lib/text/visible';
import { ClusterName } from './cluster-name';

/** The cluster by name, and whether Bulkhead may change it. */
export function ClusterMenu({ clusters, current }: { clusters: readonly ClusterStatus[]; current: ClusterStatus }) {
  const router = useRouter();
  const [, start] = useTransition();
  const missing = missingRights(current).length;
  const choose = (clusterId: string) =>
    start(async () => {
      await chooseCluster({ clusterId });
      router.refresh();
    });
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="topbar-box min-w-0">
          <span className="hidden text-fg-3 md:inline">Cluster</span>
          <b className="max-w-[22ch] truncate text-fg">
            <ClusterName name={current.name} colour={current.colour} />
          </b>
          {current.actionsEnabled ? null : (
            <span className="flex items-center gap-1 text-meta">
              <Icon name="lock" small />
              <span className="max-sm:sr-only">Read-only</span>
            </span>
          )}
          <Icon name="down" small />
        </button>
      }
    >
      <MenuChoice
        label="Cluster"
        value={current.id}
        options={clusters.map(({ id, name, colour, state }) => ({
          value: id,
          label: (
            <ClusterName name={name} colour={colour}>
              {state === 'live' ? null : <span className="meta"> {CLUSTER_STATE[state].words}</span>}
            </ClusterName>
          ),
        }))}
        onChange={choose}
      />
      <MenuNote>
        {CLUSTER_STATE[current.state].words}
        {current.asOf ? (
          <>
            , as of <Ago at={current.asOf} />
          </>
        ) : null}
        {missing === 0 ? null : (
          <>
            <br />
            {missing === 1 ? '1 right is missing' : `${missing} rights are missing`}: see Settings
          </>
        )}
        <br />
        {visible(current.server)}
        <br />
        {current.version ? `Kubernetes ${visible(current.version)}` : 'Version unknown'}
        <br />
        {current.actionsEnabled ? 'Actions are on.' : 'Read-only: a commander can turn actions on in Settings.'}
      </MenuNote>
    </Menu>
  );
}
