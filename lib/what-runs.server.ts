import 'server-only';
import { randomUUID } from 'node:crypto';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { verifyNewRecords } from './action-log/verify.server.ts';
import { clusterStatuses } from './cluster/clusters.server.ts';
import { config } from './config.ts';
import { pool } from './db/client.server.ts';

/** One part of Bulkhead, and whether it was found to work just now. */
export interface RunningPart {
  readonly name: string;
  readonly detail: string;
  readonly state: 'ok' | 'failed' | 'unknown';
  readonly words: string;
}

/** What is running, each part tried now. For whoever holds the link of the first start, and for people signed in. */
export const whatRuns = async (): Promise<RunningPart[]> =>
  (await Promise.all([database(), clusterParts(), actionLog(), artifactStore()])).flat();

async function database(): Promise<RunningPart> {
  try {
    const { rows } = await pool().query<{ server_version: string }>('SHOW server_version');
    return { name: 'Database', detail: `PostgreSQL ${rows[0]?.server_version ?? ''}`, state: 'ok', words: 'ready' };
  } catch {
    return { name: 'Database', detail: 'PostgreSQL', state: 'failed', words: 'does not answer' };
  }
}

async function clusterParts(): Promise<RunningPart[]> {
  const statuses = await clusterStatuses();
  const parts = statuses.map(({ name, drill, state, version, resources }): RunningPart => {
    const pods = resources.find(({ resource }) => resource === 'pods')?.objects ?? 0;
    return {
      name: drill ? 'Drill cluster' : `Cluster ${name}`,
      detail: drill
        ? `Kubernetes API on loopback, ${pods} pods`
        : `Kubernetes ${version ?? 'of unknown version'}, ${pods} pods`,
      state: state === 'live' ? 'ok' : state === 'connecting' ? 'unknown' : 'failed',
      words: state === 'live' ? 'ready' : state,
    };
  });
  if (statuses.some(({ drill }) => !drill)) return parts;
  return [...parts, { name: 'Real cluster', detail: 'no kubeconfig is set', state: 'unknown', words: 'not connected' }];
}

async function actionLog(): Promise<RunningPart> {
  const { broken, verifiedUpTo } = await verifyNewRecords();
  return {
    name: 'Action log',
    detail: `${verifiedUpTo} records`,
    state: broken ? 'failed' : 'ok',
    words: broken ? `broken at ${broken.seq}` : 'verified',
  };
}

/** Writes a file and removes it: a full or read-only disk is to be known before evidence is. */
async function artifactStore(): Promise<RunningPart> {
  const folder = config.evidence;
  const probe = path.join(/* turbopackIgnore: true */ folder, `.probe-${randomUUID()}`);
  try {
    await mkdir(/* turbopackIgnore: true */ folder, { recursive: true, mode: 0o700 });
    await writeFile(/* turbopackIgnore: true */ probe, 'probe', { mode: 0o600 });
    await rm(/* turbopackIgnore: true */ probe);
    const { bavail, bsize } = await statfs(/* turbopackIgnore: true */ folder);
    const gigabytes = Math.floor((bavail * bsize) / 1e9);
    return {
      name: 'Artifact store',
      detail: `local folder, ${gigabytes} GB free`,
      state: 'ok',
      words: 'write test passed',
    };
  } catch {
    return { name: 'Artifact store', detail: 'local folder', state: 'failed', words: 'cannot be written' };
  }
}
