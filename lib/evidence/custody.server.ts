import 'server-only';
import { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import { db, inTransaction, type Tx } from '../db/client.server.ts';
import type { CustodyKind } from '../db/generated/enums.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { addEntry } from '../timeline/write.server.ts';
import { artifactLabel } from './artifact.ts';
import { publishArtifact } from './read.server.ts';
import { hashStored } from './store.server.ts';

export interface CustodyEntry {
  artifactId: string;
  kind: CustodyKind;
  personId: string;
  sha256: string | null;
  detail: string;
}

/** Who did what with an artifact; append-only, the database refuses anything else. */
export async function recordCustody(tx: Tx, entry: CustodyEntry): Promise<void> {
  await tx.custodyEvent.create({ data: entry });
  await publishArtifact(tx, entry.artifactId);
}

export const VerifyArtifact = z.object({ artifactId: z.uuid() });

/** Hashes what is stored once more. A difference is on the timeline, and the artifact's own record stays as it was. */
export async function verifyArtifact(
  { artifactId }: z.infer<typeof VerifyArtifact>,
  { person }: { person: SignedIn },
): Promise<ActionResult<{ matches: boolean; sha256: string | null; words: string }>> {
  const artifact = await db.artifact.findUnique({ where: { id: artifactId } });
  if (!artifact) return failed('no-such-artifact', 'There is no such artifact');
  if (!artifact.sha256) return failed('nothing-stored', 'Nothing is stored of this artifact', artifact.reason ?? '');
  const found = await hashStored(artifact.sha256);
  const matches = found === artifact.sha256;
  const words = matches
    ? 'The stored bytes have the hash that was recorded'
    : found
      ? 'The stored bytes do not have the hash that was recorded'
      : 'The stored bytes are gone';
  await inTransaction(async (tx) => {
    await recordCustody(tx, { artifactId, kind: 'verified', personId: person.id, sha256: found, detail: words });
    if (!matches)
      await addEntry(tx, {
        caseId: artifact.caseId,
        occurredAt: new Date(),
        occurredFrom: 'ours',
        source: 'case',
        sentence: `Artifact ${artifactLabel(artifact.number)} fails verification: ${words}`,
        detail: { artifactId, recorded: artifact.sha256, found },
        personId: person.id,
      });
  });
  return succeeded({ matches, sha256: found, words });
}
