import 'server-only';
import { reasonOf } from '../cases/cluster-words.ts';
import { apiPath } from '../cluster/api-path.ts';
import type { ClusterError, Result } from '../cluster/errors.ts';
import { err, ok } from '../cluster/errors.ts';
import type { Connection } from '../cluster/http.server.ts';
import { request } from '../cluster/request.server.ts';
import { OTHER_POLICY_KINDS } from './cni.ts';
import type { Check } from './step.ts';

interface Group {
  name: string;
  versions?: { version: string }[];
}

/** Policies of other kinds: they may allow or deny on their own terms, and are named, not evaluated. */
export async function readOtherKinds(cluster: Connection, namespace: string): Promise<Check[]> {
  const groups = await request<{ groups?: Group[] }>(cluster, { method: 'GET', path: '/apis' });
  if (!groups.ok)
    return [
      {
        state: 'unknown',
        words: `Whether there are policies of other kinds was not checked: ${reasonOf(groups.error)}`,
      },
    ];
  const served = new Map((groups.value.body.groups ?? []).map((group) => [group.name, group.versions ?? []]));
  const checks = await Promise.all(
    OTHER_POLICY_KINDS.map(async ({ group, plural, namespaced }): Promise<Check | null> => {
      const inside = namespaced ? ['namespaces', namespace, plural] : [plural];
      const paths = (served.get(group) ?? []).map(({ version }) => apiPath(`/apis/${group}`, version, ...inside));
      const any = await anyAt(cluster, paths);
      if (!any.ok) return { state: 'unknown', words: `${plural}.${group} not evaluated: ${reasonOf(any.error)}` };
      return any.value
        ? { state: 'unknown', words: `There are ${plural}.${group}: another kind of policy, not evaluated` }
        : null;
    }),
  );
  return checks.filter((check) => check !== null);
}

/** Kinds of one group need not be served in the same version of it: the first that knows the kind answers for all. */
async function anyAt(cluster: Connection, paths: readonly string[]): Promise<Result<boolean, ClusterError>> {
  for (const path of paths) {
    const answer = await request<{ items?: unknown[] }>(cluster, { method: 'GET', path, query: { limit: 1 } });
    if (answer.ok) return ok((answer.value.body.items ?? []).length > 0);
    if (answer.error.kind !== 'not-found') return err(answer.error);
  }
  return ok(false);
}
