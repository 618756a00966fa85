import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root, say, timed } from '../bootstrap/say.mjs';
import { freePort } from '../start/port.ts';

const GO_NEEDED = [1, 26];
const TOOLS = ['bash', 'openssl', 'setsid', 'ps', 'awk', 'curl'];

/** What this machine lacks for building and running Kubernetes, in words; empty: nothing. */
export function missingTools(): string[] {
  const lacks = TOOLS.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
  if (process.platform !== 'linux') lacks.push('Linux');
  const version = goVersion();
  if (!isNewEnough(version))
    lacks.unshift(`Go ${GO_NEEDED.join('.')} or newer (${version ? `there is ${version}` : 'there is none'})`);
  return lacks;
}

function goVersion(): string | null {
  const { stdout, status } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** @param version as `go env GOVERSION` says it: go1.26.8 */
export function isNewEnough(version: string | null): boolean {
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  if (!major || !minor) return false;
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 26);
}

/** A running Kubernetes of our own on the loopback. */
export interface RealCluster {
  /** may do everything: the side of whoever tests */
  readonly adminKubeconfig: string;
  /** has the rights of deploy/rbac.yaml and no more */
  readonly kubeconfig: string;
  readonly kubectl: string;
  /** every request so far, one event of audit.k8s.io/v1 a line; leases and the control plane's own are not among them */
  auditLines(): string[];
  down(): void;
}

/**
 * Builds (cached) and starts etcd, kube-apiserver, controller-manager, scheduler, KWOK and metrics-server, seeds the
 * workload of the story, and makes the service account of deploy/rbac.yaml.
 */
export async function startRealCluster({ nodes = 5 } = {}): Promise<RealCluster> {
  const run = mkdtempSync(path.join(tmpdir(), 'bulkhead-cluster-'));
  // Seven ports from this one on; a run of free ones is likely right behind a free one.
  const env = { ...process.env, BULKHEAD_CLUSTER_RUN: run, BULKHEAD_CLUSTER_PORT: String(await sevenFreePorts()) };
  const script = (name: string, ...args: string[]) =>
    runOrThrow('bash', [path.join(root, 'scripts/cluster', name), ...args], env);
  const down = () => {
    spawnSync('bash', [path.join(root, 'scripts/cluster/down.sh')], { env, stdio: 'ignore' });
    rmSync(run, { recursive: true, force: true });
  };
  try {
    timed('Building Kubernetes from its Go modules (minutes at first, then cached)', () => script('build.sh', 'hyper'));
    timed('Starting the control plane', () => script('up.sh'));
    timed(`Starting KWOK with ${nodes} nodes, and metrics-server`, () => {
      script('kwok.sh', String(nodes));
      script('metrics.sh');
    });
    const kubectl = runOrThrow('bash', ['-c', `. '${root}/scripts/cluster/env.sh' && printf %s "$BIN/kubectl"`], env);
    const adminKubeconfig = path.join(run, 'admin.kubeconfig');
    const asAdmin = (...args: string[]) => runOrThrow(kubectl, ['--kubeconfig', adminKubeconfig, ...args], env);
    timed('Seeding the workload', () => {
      asAdmin('apply', '-f', path.join(root, 'e2e/cluster/seed'));
      asAdmin('-n', 'finance', 'rollout', 'status', 'deployment/payment-service', '--timeout=60s');
      asAdmin('apply', '-f', path.join(root, 'deploy/rbac.yaml'));
    });
    const token = asAdmin('-n', 'bulkhead', 'create', 'token', 'bulkhead', '--duration=24h').trim();
    const kubeconfig = path.join(run, 'bulkhead.kubeconfig');
    writeFileSync(kubeconfig, withToken(readFileSync(adminKubeconfig, 'utf8'), token), { mode: 0o600 });
    return { adminKubeconfig, kubeconfig, kubectl, auditLines: () => auditLines(run), down };
  } catch (error) {
    say(`logs of the cluster: ${lastLogs(run)}`);
    down();
    throw error;
  }
}

const auditLines = (run: string): string[] =>
  readdirSync(run)
    .filter((name) => /^audit.*\.log$/.test(name)) // a full one is put aside under a name with its time
    .flatMap((name) => readFileSync(path.join(run, name), 'utf8').split('\n'))
    .filter(Boolean);

/** The administrator's kubeconfig with another user in it: the one of the token. */
const withToken = (admin: string, token: string): string =>
  admin.replace(/^users:.*$/m, `users: [{name: admin, user: {token: "${token}"}}]`);

async function sevenFreePorts(): Promise<number> {
  for (;;) {
    const first = await freePort();
    if (first > 65_000) continue;
    const all = await Promise.all(Array.from({ length: 7 }, (_, i) => freePort(first + i)));
    if (all.every((port, i) => port === first + i)) return first;
  }
}

function runOrThrow(command: string, args: readonly string[], env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { env, encoding: 'utf8', maxBuffer: 64_000_000 });
  if (status !== 0)
    throw new Error(
      `${path.basename(command)} ${args.map((arg) => path.basename(arg)).join(' ')} failed: ${(stderr || error?.message) ?? ''}`.trim(),
    );
  return stdout;
}

function lastLogs(run: string): string {
  return spawnSync('sh', ['-c', `tail -n 5 '${run}'/*.log`], { encoding: 'utf8' }).stdout.trim();
}
