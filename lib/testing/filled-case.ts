import type { SignedIn } from '../auth/session.server.ts';
import { addAsset } from '../cases/assets.server.ts';
import { PHASES } from '../cases/case.ts';
import { offerCommand } from '../cases/command.server.ts';
import { addTask } from '../cases/tasks.server.ts';
import { db, inTransaction } from '../db/client.server.ts';
import { unmetCriteria } from '../playbooks/criteria.server.ts';
import { Criterion, Step } from '../playbooks/playbook.ts';
import { keepReport } from '../reports/keep.server.ts';
import { addComment } from '../timeline/annotate.server.ts';
import { groupEntries } from '../timeline/curate.server.ts';
import { addNote } from '../timeline/note.server.ts';
import { addEntry } from '../timeline/write.server.ts';
import { makeRun, makeSuspect } from './case-rows.ts';
import { valueIn } from './room.ts';
import { quarantineRun } from './runs.ts';
import { storedCase } from './stored-case.ts';

export const REPORT = { know: ['A shell was opened'], did: [], need: [] };

export type FilledCase = Awaited<ReturnType<typeof filledCase>>;

/**
 * A case with one of everything, of `commander`, who offers the command to `next`; `analyst` wrote the note, its comment and
 * the report that is kept, owns the task and collected the artifact. All that a person could tick is open.
 */
export async function filledCase(commander: SignedIn, next: SignedIn, analyst: SignedIn) {
  const [by, hers] = [{ person: commander }, { person: analyst }];
  const { caseId } = await storedCase(commander.id);
  const at = new Date();
  const note = valueIn(await addNote({ caseId, occurredAt: at.toISOString(), text: 'Seen by me' }, hers));
  const commented = valueIn(await addComment({ caseId, entryId: note.id, text: 'Mine' }, hers));
  const machine = { caseId, occurredAt: at, occurredFrom: 'time', source: 'alert' as const, sentence: 'A shell' };
  const alert = await inTransaction((tx) => addEntry(tx, machine));
  const { groupId } = valueIn(await groupEntries({ caseId, entryIds: [alert.id], title: 'Noise' }, by));
  const task = valueIn(await addTask({ caseId, title: 'Rotate', ownerId: analyst.id, dueAt: null }, by));
  const node = { kind: 'node', name: 'worker-1', state: 'suspected', reason: 'It ran there' } as const;
  const asset = valueIn(await addAsset({ caseId, ...node }, by));
  const { offerId } = valueIn(await offerCommand({ caseId, toId: next.id, note: '' }, by));
  const suspect = await makeSuspect(caseId, 'payment-1');
  const run = await makeRun(suspect, { plan: quarantineRun(suspect, { mode: 'replace', takenOff: {} }) });
  const artifact = await db.artifact.create({
    data: {
      caseId,
      suspectId: suspect.id,
      stepRunId: run.id,
      number: 1,
      collector: 'logs',
      title: 'Log',
      command: 'x',
      contentType: 'text/plain',
      state: 'failed',
      collectedById: analyst.id,
    },
  });
  const report = { caseId, reportId: null, baseVersion: null, content: REPORT, upTo: at.toISOString() };
  const { id: reportId } = valueIn(await keepReport(report, hers));
  return {
    caseId,
    entryId: note.id,
    annotationId: commented.annotations[0]?.id ?? '',
    alertId: alert.id,
    groupId,
    taskId: task.id,
    assetId: asset.id,
    offerId,
    suspectId: suspect.id,
    runId: run.id,
    artifactId: artifact.id,
    reportId,
    ...(await tickable(caseId)),
  };
}

/** The first step and the first criterion that Bulkhead does not judge itself. */
async function tickable(caseId: string): Promise<{ stepId: string; criterionId: string }> {
  await unmetCriteria(db, caseId, PHASES); // makes the checklist
  const steps = await db.checklistStep.findMany({ where: { caseId } });
  const criteria = await db.checklistCriterion.findMany({ where: { caseId } });
  return {
    stepId: steps.find(({ content }) => !Step.parse(content).auto)?.id ?? '',
    criterionId: criteria.find(({ content }) => !Criterion.parse(content).auto)?.id ?? '',
  };
}

/** All that the database holds of a case, its own row too, as one text. `query`: of testDatabase(). */
export async function everythingOf(
  caseId: string,
  query: (sql: string, values?: unknown[]) => Promise<{ rows: unknown[] }>,
): Promise<string> {
  const tables = await query(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE column_name = 'caseId' AND table_schema = 'public' ORDER BY 1`,
  );
  const found = [await query('SELECT * FROM "Case" WHERE id = $1', [caseId])];
  for (const { name } of tables.rows as { name: string }[])
    found.push(await query(`SELECT to_jsonb(t) AS row FROM "${name}" t WHERE "caseId" = $1 ORDER BY 1`, [caseId]));
  return JSON.stringify(found.map(({ rows }) => rows));
}
