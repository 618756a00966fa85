import 'server-only';
import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { readOwners } from '../../cases/fresh-read.server.ts';
import type { KubeObject } from '../../kubernetes/objects.ts';
import type { Collector } from '../collector.ts';

/** The pod and its owners as the API server has them now. Plain values of the environment may be secrets: masked. */
export const manifest: Collector = {
  id: 'manifest',
  title: 'Pod and owners',
  how: 'manifests, values of the environment masked',
  contentType: 'application/yaml',
  sensitive: true,
  targets: () => [{ container: null, title: 'Pod and owners', command: 'GET pod and its owners' }],
  collect: async ({ cluster, pod, write }) => {
    if (!pod) return { state: 'failed', reason: 'The pod is gone' };
    const owners = await readOwners(cluster, { ...pod });
    const objects: KubeObject[] = [{ ...pod }, ...owners.flatMap(({ object }) => (object ? [object] : []))];
    for (const object of objects) await write(Buffer.from(`---\n${stringify(masked(object), { lineWidth: 0 })}`));
    const unread = owners.filter(({ object }) => object === null);
    return unread.length === 0
      ? { state: 'sealed', reason: null }
      : { state: 'partial', reason: `Not read: ${unread.map(({ kind, name }) => `${kind} ${name}`).join(', ')}` };
  },
};

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Tells two values apart without telling either. */
export const maskOf = (value: string): string =>
  `*** (${value.length} characters, SHA-256 ${createHash('sha256').update(value).digest('hex').slice(0, 8)}…)`;

/** A copy in which values of `env` entries, of Secrets, and the last applied configuration are masked. */
export function masked(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => (key === 'env' ? maskedVariable(each) : masked(each)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      name === LAST_APPLIED && typeof each === 'string' ? maskOf(each) : masked(each, name),
    ]),
  );
}

const maskedVariable = (entry: unknown): unknown =>
  typeof entry === 'object' &&
  entry !== null &&
  'value' in entry &&
  typeof entry.value === 'string' &&
  entry.value !== ''
    ? { ...entry, value: maskOf(entry.value) }
    : entry;
