'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { chooseCluster } from '@/app/actions/preferences';
import { Icon } from '@/components/ui/glyphs';
import { Menu, MenuChoice, MenuNote } from '@/components/ui/menu';
import type { ClusterStatus } from '@/lib/cluster/status';
import { visible } from '@/lib/text/visible';

/** The cluster by name, and whether Bulkhead may change it. */
export function ClusterMenu({ clusters, current }: { clusters: readonly ClusterStatus[]; current: ClusterStatus }) {
  const router = useRouter();
  const [, start] = useTransition();
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
          <b className="max-w-[22ch] truncate text-fg">{visible(current.name)}</b>
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
        options={clusters.map(({ id, name }) => ({ value: id, label: visible(name) }))}
        onChange={choose}
      />
      <MenuNote>
        {visible(current.server)}
        <br />
        {current.version ? `Kubernetes ${visible(current.version)}` : 'Version unknown'}
        <br />
        {current.actionsEnabled ? 'Actions are on.' : 'Read-only: a commander can turn actions on in Settings.'}
      </MenuNote>
    </Menu>
  );
}
