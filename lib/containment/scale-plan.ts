import type { KubeObject, Pod } from '../kubernetes/objects.ts';
import { shellWord } from '../text/shell.ts';
import { type DraftRequest, kubectlPatch, MERGE_PATCH, minus, plus, same, segment, yamlPair } from './draft.ts';
import type { Check } from './step.ts';

export const SCALABLE = ['Deployment', 'StatefulSet', 'ReplicaSet', 'DaemonSet', 'Job', 'CronJob'] as const;
export type ScalableKind = (typeof SCALABLE)[number];
export const isScalable = (kind: string): kind is ScalableKind => (SCALABLE as readonly string[]).includes(kind);

/** No node carries it, so a DaemonSet that asks for it runs nowhere. Pausing a rollout would stop nothing. */
export const NOWHERE_LABEL = 'bulkhead/scaled-to-zero';

const PLURALS: Record<ScalableKind, { api: string; plural: string }> = {
  Deployment: { api: '/apis/apps/v1', plural: 'deployments' },
  StatefulSet: { api: '/apis/apps/v1', plural: 'statefulsets' },
  ReplicaSet: { api: '/apis/apps/v1', plural: 'replicasets' },
  DaemonSet: { api: '/apis/apps/v1', plural: 'daemonsets' },
  Job: { api: '/apis/batch/v1', plural: 'jobs' },
  CronJob: { api: '/apis/batch/v1', plural: 'cronjobs' },
};

export function workloadPath(kind: ScalableKind, namespace: string, name: string): string {
  const { api, plural } = PLURALS[kind];
  return `${api}/namespaces/${segment(namespace)}/${plural}/${segment(name)}`;
}

/** What undo gives back: what was so before we changed it. */
export type Before =
  | { field: 'replicas'; value: number }
  | { field: 'suspend'; value: boolean }
  | { field: 'nodeSelector'; value: null }; // our own key is taken away again

export interface Workload {
  kind: ScalableKind;
  /** a fresh read */
  object: KubeObject;
  /** a fresh read of its scale subresource, where it has one */
  scale: KubeObject | null;
}

export interface ScaleDraft {
  requests: DraftRequest[];
  before: Before;
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}; // an object, checked here; fields unread

export const replicasOf = (object: KubeObject): number => {
  const { replicas } = record(object.spec);
  return typeof replicas === 'number' ? replicas : 1; // the API's default
};

/** The request that brings a workload to zero without deleting anything; none when it is there already. */
export function planScale(workload: Workload): ScaleDraft {
  switch (workload.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet':
      return planReplicas(workload, 0);
    case 'DaemonSet':
      return planNodeSelector(workload, 'true');
    case 'Job':
    case 'CronJob':
      return planSuspend(workload, true);
  }
}

/** The request that gives back what `before` says. */
export function planScaleUndo(workload: Workload, before: Before): DraftRequest[] {
  switch (before.field) {
    case 'replicas':
      return planReplicas(workload, before.value).requests;
    case 'suspend':
      return planSuspend(workload, before.value).requests;
    case 'nodeSelector':
      return planNodeSelector(workload, null).requests;
  }
}

function patch(
  workload: Workload,
  body: Record<string, unknown>,
  diff: DraftRequest['diff'],
  kubectl?: string,
): DraftRequest {
  const { kind, scale } = workload;
  const { name = '', namespace = '' } = workload.object.metadata ?? {};
  const source = scale ?? workload.object;
  const guarded = {
    metadata: { uid: workload.object.metadata?.uid, resourceVersion: source.metadata?.resourceVersion },
    ...body,
  };
  const { plural } = PLURALS[kind];
  return {
    verb: 'PATCH',
    path: workloadPath(kind, namespace, name) + (scale ? '/scale' : ''),
    contentType: MERGE_PATCH,
    body: guarded,
    target: `${plural}/${name}${scale ? '/scale' : ''}`,
    note: 'then watch the pods end',
    diff,
    kubectl: kubectl ?? kubectlPatch(plural, namespace, name, body),
  };
}

function planReplicas(workload: Workload, to: number): ScaleDraft {
  const from = replicasOf(workload.scale ?? workload.object);
  const { name = '', namespace = '' } = workload.object.metadata ?? {};
  const before: Before = { field: 'replicas', value: from };
  if (from === to) return { requests: [], before };
  const command = `kubectl scale ${PLURALS[workload.kind].plural} ${shellWord(name)} -n ${shellWord(namespace)} --current-replicas=${from} --replicas=${to}`;
  const diff = [same('spec:'), minus(`  replicas: ${from}`), plus(`  replicas: ${to}`)];
  return { requests: [patch(workload, { spec: { replicas: to } }, diff, command)], before };
}

function planSuspend(workload: Workload, to: boolean): ScaleDraft {
  const from = record(workload.object.spec).suspend === true;
  const before: Before = { field: 'suspend', value: from };
  if (from === to) return { requests: [], before };
  return {
    requests: [
      patch(workload, { spec: { suspend: to } }, [
        same('spec:'),
        minus(`  suspend: ${from}`),
        plus(`  suspend: ${to}`),
      ]),
    ],
    before,
  };
}

function planNodeSelector(workload: Workload, to: 'true' | null): ScaleDraft {
  const template = record(record(record(workload.object.spec).template).spec);
  const from = record(template.nodeSelector)[NOWHERE_LABEL];
  const before: Before = { field: 'nodeSelector', value: null };
  if ((from ?? null) === to) return { requests: [], before };
  const body = { spec: { template: { spec: { nodeSelector: { [NOWHERE_LABEL]: to } } } } };
  const line = yamlPair(NOWHERE_LABEL, 'true');
  const diff = [
    same('spec.template.spec:'),
    same('  nodeSelector:'),
    to === null ? minus(`    ${line}`) : plus(`    ${line}`),
  ];
  return { requests: [patch(workload, body, diff)], before };
}

/** Pods that end when the workload goes to zero, and the suspects that live on because they were detached from it. */
export function fateOf(pods: readonly Pod[], belongs: (pod: Pod) => boolean, suspectUids: ReadonlySet<string>) {
  const name = (pod: Pod) => `${pod.metadata?.namespace}/${pod.metadata?.name}`;
  const dies = pods.filter(belongs);
  return {
    dies: dies.map(name).sort(),
    survives: pods
      .filter((pod) => !belongs(pod) && suspectUids.has(pod.metadata?.uid ?? ''))
      .map(name)
      .sort(),
    suspectDies: dies.some((pod) => suspectUids.has(pod.metadata?.uid ?? '')),
  };
}

const GITOPS: readonly [RegExp, string][] = [
  [/^argocd\.argoproj\.io\//, 'Argo CD'],
  [/^kustomize\.toolkit\.fluxcd\.io\//, 'Flux'],
  [/^helm\.toolkit\.fluxcd\.io\//, 'Flux'],
];
const MANAGERS: readonly [RegExp, string][] = [
  [/argocd/i, 'Argo CD'],
  [/kustomize-controller|helm-controller/i, 'Flux'],
  [/horizontal-pod-autoscaler|kube-controller-manager-hpa/i, 'An autoscaler'],
  [/keda/i, 'KEDA'],
];

/** Who may set the number back, as labels, annotations and field managers of a fresh read tell. */
export function whoSetsBack(object: KubeObject): string[] {
  const { labels = {}, annotations = {}, managedFields = [] } = object.metadata ?? {};
  const keys = [...Object.keys(labels), ...Object.keys(annotations)];
  const found = [
    ...GITOPS.filter(([pattern]) => keys.some((key) => pattern.test(key))).map(([, name]) => name),
    ...MANAGERS.filter(([pattern]) => managedFields.some((entry) => pattern.test(entry.manager ?? ''))).map(
      ([, name]) => name,
    ),
  ];
  return [...new Set(found)];
}

/** `autoscalers`: HorizontalPodAutoscalers of the namespace, or null when they could not be read. */
export function setBackChecks(object: KubeObject, kind: string, autoscalers: readonly KubeObject[] | null): Check[] {
  const checks: Check[] = whoSetsBack(object).map((who) => ({
    state: 'caution',
    words: `${who} manages this ${kind} and may set it back: pause it there first, and look again after sending`,
  }));
  const name = object.metadata?.name;
  const hpa = autoscalers?.find((one) => {
    const target = record(record(one.spec).scaleTargetRef);
    return target.kind === kind && target.name === name;
  });
  if (hpa)
    checks.push({
      state: 'caution',
      words: `Autoscaler ${hpa.metadata?.name} scales this ${kind}. At 0 replicas Kubernetes switches it off until the replicas are back`,
    });
  if (!autoscalers)
    checks.push({ state: 'unknown', words: 'Autoscalers could not be read: whether one scales it is not known' });
  return checks;
}
