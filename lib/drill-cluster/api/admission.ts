import type { KubeObject } from '../../kubernetes/objects.ts';
import { type FieldProblem, forbidden, invalid, notFound } from '../errors.ts';
import { type Kind, keyOf } from '../kinds.ts';
import type { ObjectStore } from '../store.ts';
import { isRecord } from './body.ts';
import { validateFields } from './validation.ts';

const NAMESPACES = { group: '', plural: 'namespaces' };
const SERVICE_ACCOUNTS = { group: '', plural: 'serviceaccounts' };

/** Refuses what may not be created: the namespace must be there and not ending. */
export function admitCreate(store: ObjectStore, kind: Kind, object: KubeObject) {
  const namespace = object.metadata?.namespace;
  if (!kind.namespaced || !namespace) return;
  const found = store.get(NAMESPACES, null, namespace);
  if (!found) throw notFound(NAMESPACES, namespace);
  if (isRecord(found.status) && found.status.phase === 'Terminating') {
    throw forbidden(
      kind,
      object.metadata?.name ?? '',
      `unable to create new content in namespace ${namespace} because it is being terminated`,
      [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    );
  }
}

/** What the service account admission does to a pod: its account must exist, and its token is mounted unless that is off. */
export function admitPod(store: ObjectStore, pod: KubeObject, suffix: string): KubeObject {
  const spec = isRecord(pod.spec) ? pod.spec : {};
  const namespace = pod.metadata?.namespace ?? '';
  const name =
    typeof spec.serviceAccountName === 'string' && spec.serviceAccountName !== '' ? spec.serviceAccountName : 'default';
  const account = store.get(SERVICE_ACCOUNTS, namespace, name);
  if (!account) {
    throw forbidden(
      { group: '', plural: 'pods' },
      pod.metadata?.name ?? '',
      `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
    );
  }
  const wanted = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  const withAccount = { ...spec, serviceAccountName: name, serviceAccount: name };
  return { ...pod, spec: wanted === false ? withAccount : withToken(withAccount, `kube-api-access-${suffix}`) };
}

/** A Service's address of its own, as the API server allots one. `choose`: 0 ≤ n < 1. */
export function admitService(store: ObjectStore, service: KubeObject, choose: () => number): KubeObject {
  const spec = isRecord(service.spec) ? service.spec : {};
  if (spec.type === 'ExternalName') return service;
  const taken = new Set(
    store.list({ group: '', plural: 'services' }, null).map((one) => isRecord(one.spec) && one.spec.clusterIP),
  );
  let clusterIP = typeof spec.clusterIP === 'string' ? spec.clusterIP : '';
  const asked = clusterIP !== '';
  while (!asked && (clusterIP === '' || taken.has(clusterIP))) {
    clusterIP = `10.96.${Math.floor(choose() * 256)}.${1 + Math.floor(choose() * 254)}`;
  }
  const families = { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' };
  return { ...service, spec: { ...families, ...spec, clusterIP, clusterIPs: [clusterIP] } };
}

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : []);

function withToken(spec: Record<string, unknown>, volume: string): Record<string, unknown> {
  const mounted = (container: Record<string, unknown>) => {
    const mounts = list(container.volumeMounts);
    if (mounts.some(({ mountPath }) => mountPath === TOKEN_PATH)) return container;
    return { ...container, volumeMounts: [...mounts, { name: volume, readOnly: true, mountPath: TOKEN_PATH }] };
  };
  const volumes = list(spec.volumes);
  if (volumes.some(({ name }) => typeof name === 'string' && name.startsWith('kube-api-access-'))) return spec;
  return {
    ...spec,
    containers: list(spec.containers).map(mounted),
    ...(Array.isArray(spec.initContainers) ? { initContainers: list(spec.initContainers).map(mounted) } : {}),
    volumes: [...volumes, tokenVolume(volume)],
  };
}

const tokenVolume = (name: string) => ({
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
    defaultMode: 420,
  },
});

/** Throws 422 with every problem found. */
export function validate(kind: Kind, object: KubeObject, before: KubeObject | null) {
  const problems: FieldProblem[] = validateFields(kind, object, before);
  if (problems.length > 0) throw invalid(kind, object.metadata?.name ?? '', problems);
}

export const isPod = (kind: Kind) => keyOf(kind) === '/pods';
export const isService = (kind: Kind) => keyOf(kind) === '/services';
