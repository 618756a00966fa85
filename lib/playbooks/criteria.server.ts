import 'server-only';
import { recordNote } from '../action-log/log.server.ts';
import { whyNot } from '../auth/permissions.ts';
import type { SignedIn } from '../auth/session.server.ts';
import type { Phase } from '../cases/case.ts';
import { openCaseIn } from '../cases/open-case.server.ts';
import { MIN_REASON } from '../containment/step.ts';
import type { Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publish } from '../live/publish.server.ts';
import { addEntry } from '../timeline/write.server.ts';
import { readFacts } from './facts.server.ts';
import { type CaseFacts, judge } from './facts.ts';
import { Criterion } from './playbook.ts';
import { ensureChecklist } from './start.server.ts';

export interface UnmetCriterion {
  id: string;
  phase: Phase;
  /** the criterion, and for one that Bulkhead judges what it waits for */
  words: string;
}

/** Criteria of these phases that are neither met nor overridden, in the order of the playbooks. */
export async function unmetCriteria(tx: Tx, caseId: string, phases: readonly Phase[]): Promise<UnmetCriterion[]> {
  await ensureChecklist(tx, caseId);
  const rows = await tx.checklistCriterion.findMany({
    where: { caseId, phase: { in: [...phases] }, state: 'open' },
    orderBy: [{ phase: 'asc' }, { position: 'asc' }],
  });
  if (rows.length === 0) return [];
  const { facts } = await readFacts(tx, caseId);
  return rows.flatMap(({ id, phase, content }) => {
    const { words, auto } = Criterion.parse(content);
    const found = auto ? judge(auto, facts) : null;
    return found?.met ? [] : [{ id, phase, words: found ? `${words} (${found.proof.words})` : words }];
  });
}

/**
 * Passes criteria that are not met, each with its reason, for good: on the timeline and in the action log. One that is met
 * by now needs none and is left as it is. Within `tx`, so that it stands or falls with what it is for.
 */
export async function overrideCriteria(
  tx: Tx,
  caseId: string,
  overrides: readonly { criterionId: string; reason: string }[],
  person: SignedIn,
): Promise<ActionResult<null>> {
  const why = whyNot(person.role, 'checklist.override');
  if (why) return failed('not-allowed', 'This needs another role.', why, 'Ask a commander.');
  const short = overrides.find(({ reason }) => reason.trim().length < MIN_REASON);
  if (short)
    return failed('reason-too-short', `A reason has ${MIN_REASON} characters or more`, 'Nothing was overridden.');
  const open = await openCaseIn(tx, caseId);
  if (!open.ok) return open;
  const ids = overrides.map(({ criterionId }) => criterionId);
  const rows = await lockCriteria(tx, caseId, ids);
  if (rows.length < new Set(ids).size)
    return failed('no-such-criterion', 'There is no such criterion in this case', 'Nothing was overridden.');
  const { facts } = await readFacts(tx, caseId);
  for (const row of rows) {
    const reason = overrides.find(({ criterionId }) => criterionId === row.id)?.reason.trim() ?? '';
    await overrideOne(tx, row, { reason, facts, person, clusterId: open.value.clusterId });
  }
  if (rows.length > 0) await publish(tx, `case:${caseId}`, { type: 'checklist.changed', caseId });
  return succeeded(null);
}

type Row = Awaited<ReturnType<typeof lockCriteria>>[number];

/** Held until the transaction ends, in one order, so that two people do not wait for each other. */
async function lockCriteria(tx: Tx, caseId: string, ids: readonly string[]) {
  await tx.$queryRaw`SELECT id FROM "ChecklistCriterion" WHERE "caseId" = ${caseId}::uuid ORDER BY id FOR UPDATE`;
  return tx.checklistCriterion.findMany({ where: { caseId, id: { in: [...ids] } }, orderBy: { id: 'asc' } });
}

interface Override {
  reason: string;
  facts: CaseFacts;
  person: SignedIn;
  clusterId: string;
}

async function overrideOne(tx: Tx, row: Row, { reason, facts, person, clusterId }: Override): Promise<void> {
  const { words, auto } = Criterion.parse(row.content);
  const found = auto ? judge(auto, facts) : null;
  if (row.state !== 'open' || found?.met) return;
  await tx.checklistCriterion.update({
    where: { id: row.id },
    data: { state: 'overridden', reason, changedById: person.id, changedAt: new Date() },
  });
  const sentence = `Criterion of ${row.phase} overridden: ${words}. ${reason}`;
  const detail = { phase: row.phase, criterion: row.key, reason, waitedFor: found?.proof.words ?? words };
  await recordNote({ person, clusterId, caseId: row.caseId, words: sentence }, detail, tx);
  await addEntry(tx, {
    caseId: row.caseId,
    occurredAt: new Date(),
    occurredFrom: 'ours',
    source: 'case',
    sentence,
    detail,
    personId: person.id,
  });
}
