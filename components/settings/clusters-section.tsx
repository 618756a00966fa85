'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { setActionsEnabled } from '@/app/actions/clusters';
import { ClusterName } from '@/components/shell/cluster-name';
import { clustersQuery } from '@/components/shell/queries';
import { useWhyNot } from '@/components/shell/room';
import { ArmButton } from '@/components/ui/arm-button';
import { Button } from '@/components/ui/button';
import { Chip, type ChipTone } from '@/components/ui/chip';
import { countWords } from '@/components/ui/format';
import { HostileText } from '@/components/ui/hostile-text';
import { Kv } from '@/components/ui/kv';
import { Empty, ErrorNote } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { ClusterStatus, ResourceStatus } from '@/lib/cluster/status';
import type { Failure } from '@/lib/failure';
import { AddCluster } from './add-cluster';
import { CLUSTER_STATE, missingRights } from './cluster-health';
import { ClusterLook } from './cluster-look';
import { Section } from './section';

/** Each connected cluster: how complete what we know of it is, and whether Bulkhead may change it. */
export function ClustersSection({ initial }: { initial: ClusterStatus[] }) {
  const { data: clusters } = useQuery({ ...clustersQuery, initialData: initial });
  return (
    <Section
      id="clusters"
      title="Clusters"
      lead="From the kubeconfig of the server, and those that were added here. Each is read-only until a commander turns actions on."
    >
      {clusters.length === 0 ? (
        <Empty title="No cluster is configured">
          Add one here, or set KUBECONFIG, and BULKHEAD_CONTEXT when it has several contexts, then start again.
        </Empty>
      ) : (
        <div className="w-full">
          {clusters.map((cluster) => (
            <Cluster key={cluster.id} cluster={cluster} />
          ))}
        </div>
      )}
      <AddCluster />
    </Section>
  );
}

function Cluster({ cluster }: { cluster: ClusterStatus }) {
  const { tone, words } = CLUSTER_STATE[cluster.state];
  const missing = missingRights(cluster);
  const label = `Cluster ${cluster.name}`;
  return (
    <section className="grid gap-3 border-b border-line py-4 first:pt-0" aria-label={label}>
      <div className="flex flex-wrap items-center gap-3">
        <h3>
          <ClusterName name={cluster.name} colour={cluster.colour} />
        </h3>
        <Chip tone={tone}>{words}</Chip>
        {cluster.drill ? <Chip tone="drill">DRILL</Chip> : null}
        {missing.length > 0 ? <Chip tone="caution">{countWords(missing.length)} rights missing</Chip> : null}
        <Chip tone={cluster.actionsEnabled ? 'caution' : 'plain'}>
          {cluster.actionsEnabled ? 'Actions on' : 'Read-only'}
        </Chip>
        <span className="flex-1" />
        {cluster.drill ? null : <Switch cluster={cluster} />}
      </div>
      {cluster.error ? <ErrorNote title={cluster.error} tone="caution" /> : null}
      <Kv
        facts={[
          ['API server', <HostileText key="server" text={cluster.server} />],
          ['Version', cluster.version === null ? null : <HostileText key="version" text={cluster.version} />],
          ['Known as of', cluster.asOf ? <Time key="asOf" at={cluster.asOf} /> : null],
          ['Missing rights', missing.length === 0 ? 'none that was asked for' : missing.join(', ')],
          ['CPU and memory', cluster.metrics.why ?? cluster.metrics.state],
        ]}
      />
      <Resources resources={cluster.resources} />
      {cluster.state === 'connecting' && cluster.version === null ? null : <ClusterLook cluster={cluster} />}
    </section>
  );
}

const RESOURCE_TONE: Record<ResourceStatus['state'], ChipTone> = {
  syncing: 'run',
  live: 'ok',
  stale: 'caution',
  forbidden: 'unknown',
  unavailable: 'failed',
};

const Resources = ({ resources }: { resources: readonly ResourceStatus[] }) => (
  <details>
    <summary className="cursor-pointer text-fg-2">
      {resources.filter(({ state }) => state === 'live').length} of {resources.length} resources are watched
    </summary>
    <table className="table mt-1">
      <thead>
        <tr>
          <th scope="col">Resource</th>
          <th scope="col">State</th>
          <th scope="col" className="num">
            Objects
          </th>
          <th scope="col">What is missing</th>
        </tr>
      </thead>
      <tbody>
        {resources.map(({ resource, state, objects, error }) => (
          <tr key={resource}>
            <th scope="row" className="mono">
              {resource}
            </th>
            <td>
              <Chip tone={RESOURCE_TONE[state]}>{state}</Chip>
            </td>
            <td className="num">{countWords(objects)}</td>
            <td className="whitespace-normal text-fg-2">
              {error ? <HostileText mono={false} text={error} /> : 'nothing'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);

function Switch({ cluster }: { cluster: ClusterStatus }) {
  const why = useWhyNot('cluster.enable-actions');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const turn = async (enabled: boolean) => {
    setBusy(true);
    const result = await setActionsEnabled({ clusterId: cluster.id, enabled });
    setBusy(false);
    setFailure(result.ok ? null : result.failure);
  };
  return (
    <div className="grid justify-items-end">
      {cluster.actionsEnabled ? (
        <Button disabledReason={why ?? (busy ? 'Being changed' : null)} onClick={() => void turn(false)}>
          Make read-only
        </Button>
      ) : (
        <ArmButton
          armedWords="Press again to turn actions on"
          onSend={() => void turn(true)}
          busyWords={busy ? 'Being changed' : null}
          disabledReason={why}
          big={false}
          look="outline"
          writes={false}
          target={cluster.id}
        >
          Turn actions on
        </ArmButton>
      )}
      {failure ? <ErrorNote {...failure} /> : null}
    </div>
  );
}
