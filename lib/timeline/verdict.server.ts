import 'server-only';
import type { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import { type ActionResult, succeeded } from '../failure.ts';
import { cut } from '../text/bounded.ts';
import { VERDICT_TAGS } from './annotation.ts';
import { changeEntries } from './held.server.ts';
import type { SetVerdict } from './inputs.ts';
import { addEntry, publishEntries } from './write.server.ts';

/**
 * Says what entries are: malicious, suspicious, benign, our own. An entry has one verdict at most; each change of it is an entry
 * of its own, so that nobody's verdict vanishes.
 */
export const setVerdict = (
  { caseId, entryIds, verdict }: z.infer<typeof SetVerdict>,
  { person }: { person: SignedIn },
): Promise<ActionResult<{ changed: number }>> =>
  changeEntries(caseId, entryIds, async (tx, entries) => {
    const standing = await tx.annotation.findMany({
      where: {
        entryId: { in: entries.map(({ id }) => id) },
        kind: 'tag',
        value: { in: [...VERDICT_TAGS] },
        removedAt: null,
      },
    });
    const before = new Map(standing.map(({ entryId, value }) => [entryId, value]));
    const changed = entries.filter(({ id }) => (before.get(id) ?? null) !== verdict);
    const [first] = changed;
    if (!first) return succeeded({ changed: 0 });
    const ids = changed.map(({ id }) => id);
    await tx.annotation.updateMany({
      where: { id: { in: standing.filter(({ entryId }) => ids.includes(entryId)).map(({ id }) => id) } },
      data: { removedAt: new Date(), removedById: person.id },
    });
    if (verdict)
      await tx.annotation.createMany({
        data: ids.map((entryId) => ({ caseId, entryId, kind: 'tag' as const, value: verdict, personId: person.id })),
      });
    await publishEntries(tx, caseId, ids);
    const about = changed.length === 1 ? `“${cut(first.sentence, 120)}”` : `${changed.length} entries`;
    await addEntry(tx, {
      caseId,
      occurredAt: new Date(),
      occurredFrom: 'ours',
      source: 'case',
      sentence: `Verdict on ${about}: ${words(verdict)}, before ${beforeWords(changed.map(({ id }) => before.get(id) ?? null))}`,
      detail: { verdict, entries: changed.map(({ id }) => ({ id, before: before.get(id) ?? null })) },
      personId: person.id,
    });
    return succeeded({ changed: changed.length });
  });

const words = (verdict: string | null): string => verdict?.slice('verdict:'.length).replace('-', ' ') ?? 'none';

const beforeWords = (verdicts: readonly (string | null)[]): string => [...new Set(verdicts.map(words))].join(', ');
