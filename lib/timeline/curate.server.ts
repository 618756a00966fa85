import 'server-only';
import type { z } from 'zod';
import type { SignedIn } from '../auth/session.server.ts';
import { openCaseIn } from '../cases/open-case.server.ts';
import { inTransaction, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publish } from '../live/publish.server.ts';
import { changeEntries } from './held.server.ts';
import type { GroupEntries, HideEntries, SetSkew, ShowEntries, Ungroup } from './inputs.ts';
import { addEntry, holdClock, publishEntries, skewOf } from './write.server.ts';

type By = { person: SignedIn };
type Changed = Promise<ActionResult<{ changed: number }>>;

/** Puts entries into a new group, out of whichever they were in. */
export const groupEntries = (
  { caseId, entryIds, title }: z.infer<typeof GroupEntries>,
  { person }: By,
): Promise<ActionResult<{ groupId: string }>> =>
  changeEntries(caseId, entryIds, async (tx, entries) => {
    const group = await tx.entryGroup.create({ data: { caseId, title, createdById: person.id }, select: { id: true } });
    const ids = entries.map(({ id }) => id);
    await tx.timelineEntry.updateMany({ where: { id: { in: ids } }, data: { groupId: group.id } });
    await publishEntries(tx, caseId, ids);
    return succeeded({ groupId: group.id });
  });

/** Dissolves a group; its entries stand alone again. */
export const ungroup = ({ caseId, groupId }: z.infer<typeof Ungroup>, _: By): Changed =>
  inTransaction(async (tx) => {
    const open = await openCaseIn(tx, caseId);
    if (!open.ok) return open;
    const { count } = await tx.entryGroup.updateMany({
      where: { id: groupId, caseId, dissolvedAt: null },
      data: { dissolvedAt: new Date() },
    });
    if (count === 0)
      return failed('no-such-group', 'There is no such group', 'It was dissolved, or never was in this case.');
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM "TimelineEntry" WHERE "groupId" = ${groupId}::uuid ORDER BY id FOR UPDATE`;
    const ids = rows.map(({ id }) => id);
    await tx.timelineEntry.updateMany({ where: { id: { in: ids } }, data: { groupId: null } });
    await publishEntries(tx, caseId, ids);
    return succeeded({ changed: ids.length });
  });

/** Takes noise out of sight. It stays in the case, in exports, and for whoever asks for hidden ones. */
export const hideEntries = ({ caseId, entryIds, reason }: z.infer<typeof HideEntries>, { person }: By): Changed =>
  changeEntries(caseId, entryIds, async (tx, entries) => {
    const ids = entries.filter(({ hiddenAt }) => !hiddenAt).map(({ id }) => id);
    const data = { hiddenAt: new Date(), hiddenById: person.id, hiddenReason: reason };
    await tx.timelineEntry.updateMany({ where: { id: { in: ids } }, data });
    await publishEntries(tx, caseId, ids);
    return succeeded({ changed: ids.length });
  });

export const showEntries = ({ caseId, entryIds }: z.infer<typeof ShowEntries>, _: By): Changed =>
  changeEntries(caseId, entryIds, async (tx, entries) => {
    const ids = entries.filter(({ hiddenAt }) => hiddenAt).map(({ id }) => id);
    const data = { hiddenAt: null, hiddenById: null, hiddenReason: null };
    await tx.timelineEntry.updateMany({ where: { id: { in: ids } }, data });
    await publishEntries(tx, caseId, ids);
    return succeeded({ changed: ids.length });
  });

const SKEW_TIMEOUT_MS = 300_000; // a source may have a million entries

/**
 * Says how far the clock of a source is ahead of ours. Its entries move to where they belong; what the source said (occurredAt)
 * stays beside it. That it was set, by how much and why, is an entry. Set first and moved then: what comes meanwhile is placed by
 * the new clock, and whoever dies between the two sets it once more.
 */
export async function setSkew(input: z.infer<typeof SetSkew>, { person }: By): Changed {
  const options = { timeoutMs: SKEW_TIMEOUT_MS };
  const set = await inTransaction((tx) => setClock(tx, input, person), options);
  return set.ok ? inTransaction((tx) => moveEntries(tx, input), options) : set;
}

type Clock = z.infer<typeof SetSkew>;

async function setClock(
  tx: Tx,
  { caseId, source, emitter, skewMs, reason }: Clock,
  person: SignedIn,
): Promise<ActionResult<null>> {
  const open = await openCaseIn(tx, caseId);
  if (!open.ok) return open;
  await holdClock(tx, { caseId, source, emitter });
  const key = { caseId_source_emitter: { caseId, source, emitter } };
  const before = (await tx.sourceSkew.findUnique({ where: key }))?.skewMs ?? 0;
  if (before === skewMs) return succeeded(null);
  const data = { skewMs, reason, setById: person.id, setAt: new Date() };
  await tx.sourceSkew.upsert({ where: key, create: { caseId, source, emitter, ...data }, update: data });
  await addEntry(tx, {
    caseId,
    occurredAt: new Date(),
    occurredFrom: 'ours',
    source: 'case',
    sentence: `Clock of ${emitter === '' ? source : emitter} taken as ${skewWords(skewMs)}, before ${skewWords(before)}: ${reason}`,
    detail: { source, emitter, skewMs, before, reason },
    personId: person.id,
  });
  return succeeded(null);
}

/** By the clock as it is set now, which somebody may have set anew meanwhile. */
async function moveEntries(tx: Tx, { caseId, source, emitter }: Clock): Changed {
  const skewMs = await skewOf(tx, { caseId, source, emitter });
  const changed = await tx.$executeRaw`
    UPDATE "TimelineEntry" SET "sortAt" = "occurredAt" - ${skewMs} * interval '1 millisecond'
    WHERE "caseId" = ${caseId}::uuid AND source = ${source} AND emitter = ${emitter}
      AND "sortAt" <> "occurredAt" - ${skewMs} * interval '1 millisecond'`;
  if (changed > 0) await publish(tx, `case:${caseId}`, { type: 'timeline.reordered', caseId });
  return succeeded({ changed });
}

const skewWords = (ms: number): string =>
  ms === 0 ? 'right' : `${Math.abs(ms).toLocaleString('en-US')} ms ${ms > 0 ? 'ahead' : 'behind'}`;
