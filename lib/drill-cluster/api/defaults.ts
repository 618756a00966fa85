import type { KubeObject } from '../../kubernetes/objects.ts';
import { type Kind, keyOf } from '../kinds.ts';
import { isRecord } from './body.ts';

type Fields = Record<string, unknown>;

/** The object with what the API server fills in. A copy; what is set stays. */
export function withDefaults(kind: Kind, object: KubeObject): KubeObject {
  const fill = BY_KIND[keyOf(kind)];
  if (!fill) return object;
  const copy = structuredClone(object);
  fill(copy);
  return copy;
}

function set(target: Fields, defaults: Fields) {
  for (const [key, value] of Object.entries(defaults)) if (target[key] === undefined) target[key] = value;
}

/** The record at `key`, made when it is missing. */
function within(target: Fields, key: string): Fields {
  const found = target[key];
  if (isRecord(found)) return found;
  const made: Fields = {};
  target[key] = made;
  return made;
}

const records = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isRecord) : []);

const BY_KIND: Record<string, (object: KubeObject) => void> = {
  '/pods': (pod) => podSpec(within(pod, 'spec'), true),
  '/services': service,
  '/secrets': (secret) => set(secret, { type: 'Opaque' }),
  'apps/deployments': (deployment) => {
    const spec = within(deployment, 'spec');
    set(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    const strategy = within(spec, 'strategy');
    set(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate')
      set(within(strategy, 'rollingUpdate'), { maxUnavailable: '25%', maxSurge: '25%' });
    template(spec);
  },
  'apps/replicasets': (set_) => {
    const spec = within(set_, 'spec');
    set(spec, { replicas: 1 });
    template(spec);
  },
  'apps/statefulsets': (statefulSet) => {
    const spec = within(statefulSet, 'spec');
    set(spec, { replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: 'OrderedReady' });
    const strategy = within(spec, 'updateStrategy');
    set(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate') set(within(strategy, 'rollingUpdate'), { partition: 0 });
    set(within(spec, 'persistentVolumeClaimRetentionPolicy'), { whenDeleted: 'Retain', whenScaled: 'Retain' });
    template(spec);
  },
  'apps/daemonsets': (daemonSet) => {
    const spec = within(daemonSet, 'spec');
    set(spec, { revisionHistoryLimit: 10 });
    const strategy = within(spec, 'updateStrategy');
    set(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate') set(within(strategy, 'rollingUpdate'), { maxUnavailable: 1, maxSurge: 0 });
    template(spec);
  },
  'batch/jobs': (job) => jobSpec(within(job, 'spec')),
  'batch/cronjobs': (cronJob) => {
    const spec = within(cronJob, 'spec');
    set(spec, { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
    const job = within(within(spec, 'jobTemplate'), 'spec');
    if (isRecord(job.template)) podSpec(within(job.template, 'spec'), false);
  },
  'networking.k8s.io/networkpolicies': networkPolicy,
  'rbac.authorization.k8s.io/rolebindings': binding,
  'rbac.authorization.k8s.io/clusterrolebindings': binding,
};

function template(spec: Fields) {
  const podTemplate = within(spec, 'template');
  podSpec(within(podTemplate, 'spec'), false);
}

function jobSpec(spec: Fields) {
  set(spec, {
    parallelism: 1,
    completions: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: 'TerminatingOrFailed',
    manualSelector: false,
  });
  template(spec);
}

function podSpec(spec: Fields, isPod: boolean) {
  set(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  if (typeof spec.serviceAccountName === 'string' && spec.serviceAccount === undefined)
    spec.serviceAccount = spec.serviceAccountName;
  for (const container of [
    ...records(spec.containers),
    ...records(spec.initContainers),
    ...records(spec.ephemeralContainers),
  ]) {
    containerDefaults(container);
  }
  for (const volume of records(spec.volumes)) {
    for (const source of ['configMap', 'secret', 'projected', 'downwardAPI']) {
      const found = volume[source];
      if (isRecord(found)) set(found, { defaultMode: 420 });
    }
    if (isRecord(volume.hostPath)) set(volume.hostPath, { type: '' });
  }
  if (isPod) {
    set(spec, {
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      tolerations: EVERY_POD_TOLERATES,
    });
  }
}

const EVERY_POD_TOLERATES = ['not-ready', 'unreachable'].map((state) => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

function containerDefaults(container: Fields) {
  const image = typeof container.image === 'string' ? container.image : '';
  const byTag = /:(?!latest$)[^/]+$/.test(image) || image.includes('@');
  set(container, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: byTag ? 'IfNotPresent' : 'Always',
  });
  for (const port of records(container.ports)) set(port, { protocol: 'TCP' });
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container[name];
    if (!isRecord(probe)) continue;
    set(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
    if (isRecord(probe.httpGet)) set(probe.httpGet, { path: '/', scheme: 'HTTP' });
  }
  for (const variable of records(container.env)) {
    const from = variable.valueFrom;
    if (isRecord(from) && isRecord(from.fieldRef)) set(from.fieldRef, { apiVersion: 'v1' });
  }
}

function service(object: KubeObject) {
  const spec = within(object, 'spec');
  set(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
  if (spec.type !== 'ExternalName') set(spec, { internalTrafficPolicy: 'Cluster' });
  for (const port of records(spec.ports)) {
    set(port, { protocol: 'TCP' });
    set(port, { targetPort: port.port });
  }
}

function networkPolicy(object: KubeObject) {
  const spec = within(object, 'spec');
  set(spec, {
    podSelector: {},
    policyTypes: Array.isArray(spec.egress) && spec.egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'],
  });
  for (const rule of [...records(spec.ingress), ...records(spec.egress)]) {
    for (const port of records(rule.ports)) set(port, { protocol: 'TCP' });
  }
}

function binding(object: KubeObject) {
  if (isRecord(object.roleRef)) set(object.roleRef, { apiGroup: 'rbac.authorization.k8s.io' });
  for (const subject of records(object.subjects)) {
    if (subject.kind !== 'ServiceAccount') set(subject, { apiGroup: 'rbac.authorization.k8s.io' });
  }
}
