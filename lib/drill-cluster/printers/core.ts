import type { ConfigMap, Event, Namespace, Node, Pod, Secret, Service } from '../../kubernetes/objects.ts';
import { podStatus } from '../../kubernetes/pod-status.ts';
import {
  ageColumn,
  ago,
  column,
  columnsFor,
  labelsText,
  nameColumn,
  orNone,
  type PrintContext,
  wide,
} from './columns.ts';

export const pods = columnsFor<Pod>(
  nameColumn,
  column('Ready', (pod) => {
    const { readyContainers, totalContainers } = podStatus(pod, undefined);
    return `${readyContainers}/${totalContainers}`;
  }),
  column('Status', (pod) => podStatus(pod, undefined).status),
  column('Restarts', restarts),
  ageColumn,
  column('IP', (pod) => orNone(pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP), wide),
  column('Node', (pod) => orNone(pod.spec?.nodeName), wide),
  column('Nominated Node', (pod) => orNone(pod.status?.nominatedNodeName), wide),
  column('Readiness Gates', readinessGates, wide),
);

function restarts(pod: Pod, { now }: PrintContext) {
  const status = podStatus(pod, undefined);
  return status.lastRestartAt && status.restarts > 0
    ? `${status.restarts} (${ago(status.lastRestartAt, now)} ago)`
    : String(status.restarts);
}

function readinessGates(pod: Pod) {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const isTrue = (type: string) => pod.status?.conditions?.some((one) => one.type === type && one.status === 'True');
  return `${gates.filter(({ conditionType }) => isTrue(conditionType)).length}/${gates.length}`;
}

export const nodes = columnsFor<Node>(
  nameColumn,
  column('Status', (node) => {
    const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
    const words = [!ready ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'];
    if (node.spec?.unschedulable) words.push('SchedulingDisabled');
    return words.join(',');
  }),
  column('Roles', nodeRoles),
  ageColumn,
  column('Version', (node) => node.status?.nodeInfo?.kubeletVersion ?? ''),
  column('Internal-IP', (node) => nodeAddress(node, 'InternalIP'), wide),
  column('External-IP', (node) => nodeAddress(node, 'ExternalIP'), wide),
  column('OS-Image', (node) => node.status?.nodeInfo?.osImage || '<unknown>', wide),
  column('Kernel-Version', (node) => node.status?.nodeInfo?.kernelVersion || '<unknown>', wide),
  column('Container-Runtime', (node) => node.status?.nodeInfo?.containerRuntimeVersion || '<unknown>', wide),
);

function nodeRoles(node: Node) {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(node.metadata?.labels ?? {}).filter((label) => label.startsWith(prefix));
  return (
    roles
      .map((label) => label.slice(prefix.length))
      .sort()
      .join(',') || '<none>'
  );
}

const nodeAddress = (node: Node, wanted: string) =>
  orNone(node.status?.addresses?.find(({ type }) => type === wanted)?.address);

export const namespaces = columnsFor<Namespace>(
  nameColumn,
  column('Status', (namespace) => namespace.status?.phase ?? ''),
  ageColumn,
);

export const services = columnsFor<Service>(
  nameColumn,
  column('Type', (service) => service.spec?.type ?? 'ClusterIP'),
  column('Cluster-IP', (service) => orNone(service.spec?.clusterIP)),
  column('External-IP', (service) =>
    service.spec?.type === 'LoadBalancer'
      ? service.status?.loadBalancer?.ingress?.map(({ ip, hostname }) => ip ?? hostname).join(',') || '<pending>'
      : service.spec?.externalName || service.spec?.externalIPs?.join(',') || '<none>',
  ),
  column('Port(s)', servicePorts),
  ageColumn,
  column('Selector', (service) => labelsText(service.spec?.selector), wide),
);

function servicePorts(service: Service) {
  const words = (service.spec?.ports ?? []).map(
    ({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? 'TCP'}`,
  );
  return orNone(words.join(','));
}

export const configmaps = columnsFor<ConfigMap>(
  nameColumn,
  column('Data', ({ data, binaryData }) => Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length),
  ageColumn,
);

export const secrets = columnsFor<Secret>(
  nameColumn,
  column('Type', (secret) => secret.type ?? 'Opaque'),
  column('Data', ({ data }) => Object.keys(data ?? {}).length),
  ageColumn,
);

export const events = columnsFor<Event>(
  column('Last Seen', (event, { now }) => ago(lastSeen(event), now)),
  column('Type', (event) => event.type ?? ''),
  column('Reason', (event) => event.reason ?? ''),
  column('Object', ({ involvedObject }) =>
    involvedObject.kind
      ? `${involvedObject.kind.toLowerCase()}/${involvedObject.name ?? ''}`
      : (involvedObject.name ?? ''),
  ),
  column('Subobject', (event) => event.involvedObject.fieldPath ?? '', wide),
  column(
    'Source',
    ({ source, reportingComponent }) =>
      [source?.component ?? reportingComponent, source?.host].filter(Boolean).join(', '),
    wide,
  ),
  column('Message', (event) => (event.message ?? '').trim()),
  column('First Seen', (event, { now }) => ago(event.firstTimestamp ?? event.eventTime ?? undefined, now), wide),
  column('Count', (event) => event.series?.count ?? event.count ?? 1, wide),
  column('Name', (event) => event.metadata?.name ?? '', wide),
);

const lastSeen = ({ series, lastTimestamp, firstTimestamp, eventTime }: Event) =>
  series?.lastObservedTime ?? lastTimestamp ?? firstTimestamp ?? eventTime ?? undefined;
