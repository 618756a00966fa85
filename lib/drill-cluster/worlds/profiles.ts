/** Which kind of world an image opens. */
export type ProfileName =
  | 'node'
  | 'jvm'
  | 'go'
  | 'python'
  | 'nginx'
  | 'postgres'
  | 'redis'
  | 'imgproxy'
  | 'runner'
  | 'agent'
  | 'distroless'
  | 'job'
  | 'busybox';

const BY_NAME: Record<string, ProfileName> = {
  payment: 'node',
  gateway: 'nginx',
  ledger: 'jvm',
  account: 'jvm',
  fraud: 'python',
  invoice: 'node',
  'checkout-ui': 'node',
  landing: 'nginx',
  imgproxy: 'imgproxy',
  postgres: 'postgres',
  redis: 'redis',
  'warehouse-sync': 'python',
  prometheus: 'go',
  alertmanager: 'go',
  grafana: 'go',
  'node-exporter': 'go',
  'cert-manager-controller': 'distroless',
  'cert-manager-cainjector': 'distroless',
  'cert-manager-webhook': 'distroless',
  controller: 'nginx',
  coredns: 'distroless',
  'metrics-server': 'distroless',
  cilium: 'agent',
  falco: 'agent',
  runner: 'runner',
  'report-export': 'job',
  'invoice-cleanup': 'job',
  'pg-backup': 'job',
  'bi-loader': 'job',
};

/** `repository`: the image without tag, with its registry. What nobody knows is a small busybox. */
export const profileFor = (repository: string): ProfileName => BY_NAME[repository.split('/').at(-1) ?? ''] ?? 'busybox';

/** What a container of a profile uses when nothing happens: cores and MiB. */
export const USAGE: Record<ProfileName, { cores: number; mib: number }> = {
  node: { cores: 0.03, mib: 190 },
  jvm: { cores: 0.15, mib: 320 },
  go: { cores: 0.12, mib: 150 },
  python: { cores: 0.08, mib: 160 },
  nginx: { cores: 0.04, mib: 60 },
  postgres: { cores: 0.18, mib: 290 },
  redis: { cores: 0.03, mib: 42 },
  imgproxy: { cores: 0.02, mib: 84 },
  runner: { cores: 0.2, mib: 210 },
  agent: { cores: 0.11, mib: 180 },
  distroless: { cores: 0.03, mib: 55 },
  job: { cores: 0.1, mib: 70 },
  busybox: { cores: 0.004, mib: 6 },
};
