import type { Container, ContainerStatus, Pod } from '../../kubernetes/objects.ts';
import type { Store } from '../contract.ts';
import { CONFIG_MAPS, list, SECRETS, SERVICES } from '../controllers/objects.ts';
import { ATTACKER, type BreachView } from '../scenarios/breach.ts';
import type { FileNode } from './files.ts';
import { imageFacts } from './images.ts';
import { linesBetween } from './log.ts';
import { processesOf, socketsOf } from './processes.ts';
import type { ProfileName } from './profiles.ts';
import { PROGRAMS } from './programs/index.ts';
import type { Mount, Scene } from './scene.ts';
import { treeOf } from './tree.ts';

const DAY_MS = 86_400_000;
const KIND: Record<ProfileName, keyof typeof PROGRAMS> = {
  node: 'full',
  jvm: 'debian',
  go: 'alpine',
  python: 'debian',
  nginx: 'alpine',
  postgres: 'debian',
  redis: 'alpine',
  imgproxy: 'debian',
  runner: 'full',
  agent: 'debian',
  distroless: 'none',
  job: 'debian',
  busybox: 'alpine',
};
const FAMILY = { full: 'debian', debian: 'debian', alpine: 'alpine', none: 'none' } as const;
const USERS: Record<number, string> = {
  0: 'root',
  101: 'nginx',
  472: 'grafana',
  999: 'postgres',
  1000: 'node',
  10001: 'app',
  65534: 'nobody',
};
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What can be seen from inside this container now. */
export function sceneOf(options: {
  store: Store;
  now: number;
  breach: BreachView;
  pod: Pod;
  container: Container;
  status: ContainerStatus;
}): Scene {
  const { store, now, breach, pod, container, status } = options;
  const { profile } = imageFacts(container.image ?? '', container.args ?? []);
  const kind = KIND[profile];
  const uid = container.securityContext?.runAsUser ?? pod.spec?.securityContext?.runAsUser ?? 0;
  const podUid = pod.metadata?.uid ?? '';
  const podIp = pod.status?.podIP ?? '';
  const namespace = pod.metadata?.namespace ?? '';
  const startedAt = Date.parse(status.state?.running?.startedAt ?? '') || now;
  const hostname =
    pod.spec?.hostNetwork === true ? (pod.spec.nodeName ?? '') : (pod.spec?.hostname ?? pod.metadata?.name ?? '');
  const user = USERS[uid] ?? String(uid);
  const env = environment(store, pod, container, hostname, user);
  const situation = {
    profile,
    podUid,
    container: container.name,
    uid,
    podIp,
    startedAt,
    now,
    breach,
    attacker: ATTACKER,
    reached: (ip: string, port: number) => breach.reaches(pod, ip, port),
    ports: container.ports?.map((port) => port.containerPort) ?? [],
    command: [...(container.command ?? []), ...(container.args ?? [])],
  };
  const processes = processesOf(situation);
  const sockets = socketsOf(situation, processes);
  const mounts = mountsOf(container);
  const programs = PROGRAMS[kind];
  let root: FileNode | null = null;
  const log = { profile, podUid, container: container.name, startedAt, endedAt: null, breach };
  return {
    hostname,
    podIp,
    uid,
    user,
    family: FAMILY[kind],
    programs,
    env,
    cwd: profile === 'busybox' ? '/' : '/app',
    processes,
    sockets,
    mounts,
    now,
    bootedAt: now - 41 * DAY_MS,
    get root() {
      root ??= treeOf({
        family: FAMILY[kind],
        profile,
        uid,
        user,
        hostname,
        podIp,
        namespace,
        podUid,
        container: container.name,
        containerId: status.containerID?.split('//')[1] ?? '',
        startedAt,
        builtAt: startedAt - 7 * DAY_MS,
        now,
        env,
        processes,
        sockets,
        mounts,
        programs,
        mounted: mountedFiles(store, pod, container),
        breach,
        attacker: ATTACKER,
        logText: () =>
          linesBetween(log, now - 3_600_000, now)
            .map((line) => `${new Date(line.at).toISOString()} ${line.text}\n`)
            .join(''),
      });
      return root;
    },
    connect(host, port) {
      const ip = resolve(store, namespace, host);
      return ip === null ? null : { ip: ip.address, open: breach.reaches(pod, ip.endpoint, ip.port ?? port) };
    },
  };
}

const text = (object: unknown, key: string): string | null => {
  const value = object !== null && typeof object === 'object' ? Reflect.get(object, key) : undefined;
  return typeof value === 'string' ? value : null;
};

function environment(
  store: Store,
  pod: Pod,
  container: Container,
  hostname: string,
  user: string,
): Record<string, string> {
  const namespace = pod.metadata?.namespace ?? '';
  const declared = (container.env ?? []).map(({ name, value, valueFrom }): [string, string] => {
    const secret = valueFrom?.secretKeyRef;
    if (secret !== undefined)
      return [
        name,
        Buffer.from(
          text(store.get(SECRETS, namespace, secret.name ?? '')?.data, secret.key) ?? '',
          'base64',
        ).toString(),
      ];
    const config = valueFrom?.configMapKeyRef;
    if (config !== undefined)
      return [name, text(store.get(CONFIG_MAPS, namespace, config.name ?? '')?.data, config.key) ?? ''];
    return [name, value ?? ''];
  });
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOSTNAME: hostname,
    HOME: user === 'root' ? '/root' : `/home/${user}`,
    ...Object.fromEntries(declared),
    KUBERNETES_SERVICE_HOST: '10.43.0.1',
    KUBERNETES_SERVICE_PORT: '443',
    KUBERNETES_PORT: 'tcp://10.43.0.1:443',
  };
}

function mountsOf(container: Container): Mount[] {
  const ro = container.securityContext?.readOnlyRootFilesystem === true ? 'ro' : 'rw';
  return [
    {
      source: 'overlay',
      path: '/',
      type: 'overlay',
      options: `${ro},relatime,lowerdir=/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/812/fs`,
    },
    { source: 'proc', path: '/proc', type: 'proc', options: 'rw,nosuid,nodev,noexec,relatime' },
    { source: 'tmpfs', path: '/dev', type: 'tmpfs', options: 'rw,nosuid,size=65536k,mode=755' },
    { source: 'shm', path: '/dev/shm', type: 'tmpfs', options: 'rw,nosuid,nodev,noexec,relatime,size=65536k' },
    { source: 'sysfs', path: '/sys', type: 'sysfs', options: 'ro,nosuid,nodev,noexec,relatime' },
    { source: '/dev/vda1', path: '/etc/hosts', type: 'ext4', options: 'rw,relatime' },
    { source: '/dev/vda1', path: '/etc/resolv.conf', type: 'ext4', options: 'rw,relatime' },
    ...(container.volumeMounts ?? []).map(
      (mount): Mount => ({
        source: mount.mountPath === TOKEN_PATH ? 'tmpfs' : '/dev/vda1',
        path: mount.mountPath,
        type: mount.mountPath === TOKEN_PATH ? 'tmpfs' : 'ext4',
        options: mount.readOnly === true ? 'ro,relatime' : 'rw,relatime',
      }),
    ),
  ];
}

function mountedFiles(store: Store, pod: Pod, container: Container): { path: string; files: Record<string, string> }[] {
  const namespace = pod.metadata?.namespace ?? '';
  return (container.volumeMounts ?? []).map(({ name, mountPath }) => {
    const volume = pod.spec?.volumes?.find((one) => one.name === name);
    const config =
      volume?.configMap === undefined
        ? undefined
        : store.get(CONFIG_MAPS, namespace, volume.configMap.name ?? '')?.data;
    const secret =
      volume?.secret === undefined ? undefined : store.get(SECRETS, namespace, volume.secret.secretName ?? '')?.data;
    const entries = (data: unknown, decode: boolean) =>
      Object.entries(data ?? {}).map(([key, value]): [string, string] => [
        key,
        decode ? Buffer.from(String(value), 'base64').toString() : String(value),
      ]);
    if (mountPath === TOKEN_PATH)
      return {
        path: mountPath,
        files: {
          token: `drill.${pod.metadata?.uid}.token`,
          namespace,
          'ca.crt': text(store.get(CONFIG_MAPS, namespace, 'kube-root-ca.crt')?.data, 'ca.crt') ?? '',
        },
      };
    return { path: mountPath, files: Object.fromEntries([...entries(config, false), ...entries(secret, true)]) };
  });
}

/** A name as cluster DNS resolves it; `endpoint`: the address behind a Service that policies see. */
function resolve(
  store: Store,
  namespace: string,
  host: string,
): { address: string; endpoint: string; port?: number } | null {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return { address: host, endpoint: host };
  if (host === 'localhost') return { address: '127.0.0.1', endpoint: '127.0.0.1' };
  const [name = '', of = namespace] = host.split('.');
  const service = store.get(SERVICES, of, name);
  const spec = service?.spec;
  const address = text(spec, 'clusterIP');
  if (spec === undefined || spec === null || address === null)
    return /\.(com|example|io|org|net)$/.test(host) ? { address: '198.51.100.80', endpoint: '198.51.100.80' } : null;
  const selector: unknown = typeof spec === 'object' ? Reflect.get(spec, 'selector') : undefined;
  const behind = list(store, 'pods', of).find(
    (pod) =>
      selector !== undefined &&
      Object.entries(selector ?? {}).every(([key, value]) => pod.metadata?.labels?.[key] === value),
  );
  const port = behind?.spec?.containers[0]?.ports?.[0]?.containerPort;
  return { address, endpoint: behind?.status?.podIP ?? address, ...(port === undefined ? {} : { port }) };
}
