import 'server-only';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordNote } from '../action-log/log.server.ts';
import { seal } from '../auth/sealed.server.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { db, inTransaction, isDuplicate, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publish } from '../live/publish.server.ts';
import { clusterById, clusters, idOf, syncClusters } from './clusters.server.ts';
import { ClusterColour } from './colours.ts';
import { inWords } from './error-words.ts';
import type { ClusterError } from './errors.ts';
import { kubeConfigOf, sealedFor } from './pasted.server.ts';
import { PastedInput, readKubeconfig } from './pasted.ts';
import { type Connection, request } from './request.server.ts';

export const AddClusterInput = PastedInput;
export const RemoveClusterInput = z.object({ addedId: z.uuid() });
export const ClusterLookInput = z.object({
  clusterId: z.string().max(64),
  /** '' or null: the name of the configuration */
  label: PastedInput.shape.name.or(z.literal('')).nullable(),
  colour: ClusterColour.nullable(),
});

interface By {
  readonly person: SignedIn;
}

/** Tries a pasted kubeconfig and keeps it, encrypted; every server process connects to it. Read-only until actions are turned on. */
export async function addCluster(
  { name, kubeconfig }: z.infer<typeof AddClusterInput>,
  { person }: By,
): Promise<ActionResult<{ name: string }>> {
  const read = readKubeconfig(kubeconfig);
  if (!read.ok) return read;
  if (clusters().some((cluster) => cluster.name === name)) return nameTaken(name);
  const connection = { kc: kubeConfigOf(read.value), server: read.value.server };
  const tried = await tryReading(connection);
  if (!tried.ok) return tried;
  const same = clusterById(tried.value);
  if (same)
    return failed('same-cluster', `This cluster is connected already, as ${same.name}.`, 'Nothing was changed.');
  const id = randomUUID();
  const sealed = seal(JSON.stringify(read.value), sealedFor(id));
  try {
    await inTransaction(async (tx) => {
      await tx.pastedCluster.create({ data: { id, name, sealed, createdById: person.id } });
      await note(person, tried.value, `Add the cluster ${name}, ${read.value.server}`, tx);
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return nameTaken(name);
  }
  await syncClusters();
  return succeeded({ name });
}

const nameTaken = (name: string) =>
  failed('name-taken', `There is a cluster named ${name} already.`, '', 'Choose another name.');

/** The cluster's id, after what Bulkhead needs at the very least was read with this credential. */
async function tryReading(connection: Connection): Promise<ActionResult<string>> {
  const pods = await request(connection, {
    method: 'GET',
    path: '/api/v1/pods',
    query: { limit: 1 },
    timeoutMs: 10_000,
  });
  if (!pods.ok) return notRead(pods.error);
  const id = await idOf(connection);
  return id.ok ? succeeded(id.value) : notRead(id.error);
}

function notRead(error: ClusterError) {
  // what another server answered is not shown: the address came from a browser, and may be any in our network
  const words = error.kind === 'bad-answer' ? 'What answered is not a Kubernetes API.' : inWords(error);
  const next =
    error.kind === 'forbidden'
      ? 'Grant the rights of deploy/rbac.yaml to this service account.'
      : error.kind === 'unauthorized'
        ? 'Make a new token, then paste the kubeconfig again.'
        : 'Look at the address, and whether the server of Bulkhead can reach it.';
  return failed('not-read', 'The cluster could not be read, so it was not added.', words.slice(0, 500), next);
}

/** Forgets a cluster that was added in the browser, and its credential for good. Its cases stay; what they ask of it does not work. */
export async function removeCluster(
  { addedId }: z.infer<typeof RemoveClusterInput>,
  { person }: By,
): Promise<ActionResult<null>> {
  const removed = await inTransaction(async (tx) => {
    const row = await tx.pastedCluster.findFirst({ where: { id: addedId, removedAt: null } });
    if (!row) return false;
    await tx.pastedCluster.update({
      where: { id: addedId },
      // the name is free again, the credential is gone
      data: { removedAt: new Date(), name: `${row.name} (removed ${addedId})`, sealed: new Uint8Array() },
    });
    await note(person, null, `Remove the cluster ${row.name}`, tx);
    return true;
  });
  if (!removed) return failed('no-such-cluster', 'This cluster was not added here, or is removed already.');
  await syncClusters();
  return succeeded(null);
}

/** What people call a cluster, and its colour. */
export async function setClusterLook(
  { clusterId, label, colour }: z.infer<typeof ClusterLookInput>,
  { person }: By,
): Promise<ActionResult<null>> {
  const shown = label || null;
  return inTransaction(async (tx) => {
    const row = await tx.cluster.findUnique({ where: { id: clusterId } });
    if (!row)
      return failed(
        'no-such-cluster',
        'This cluster was never reached',
        'Nothing was changed.',
        'Wait until it is connected.',
      );
    if (row.label === shown && row.colour === colour) return succeeded(null);
    await tx.cluster.update({ where: { id: clusterId }, data: { label: shown, colour } });
    const words = `Show the cluster ${row.name} as ${shown ?? row.name}, ${colour ?? 'without a colour'}`;
    await note(person, clusterId, words, tx);
    return succeeded(null);
  });
}

async function note({ id, name, role }: SignedIn, clusterId: string | null, words: string, tx: Tx): Promise<void> {
  await recordNote({ person: { id, name, role }, clusterId, caseId: null, words }, null, tx);
  await publish(tx, 'app', { type: 'clusters.changed' });
}

/** Open cases of a cluster, for whoever is about to remove it. */
export const openCasesOf = (clusterId: string): Promise<number> =>
  db.case.count({ where: { clusterId, closedAt: null } });
