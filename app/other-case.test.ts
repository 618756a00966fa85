import { afterAll, describe, expect, test } from 'vitest';
import { changeAsset } from '@/lib/cases/assets.server';
import { changePhase } from '@/lib/cases/change.server';
import { closeCase } from '@/lib/cases/close.server';
import { answerOffer, withdrawOffer } from '@/lib/cases/command.server';
import { changeTask, endTask, reopenTask } from '@/lib/cases/tasks.server';
import { overrideGate } from '@/lib/containment/override.server';
import { planStep } from '@/lib/containment/plan.server';
import { retryCollector } from '@/lib/containment/retry.server';
import { sendStep, undoStep } from '@/lib/containment/send.server';
import { verifyAgain } from '@/lib/containment/watch-quarantine.server';
import { db } from '@/lib/db/client.server';
import type { ActionResult } from '@/lib/failure';
import { assignStep, overrideCriterion, setCriterion, setStep } from '@/lib/playbooks/tick.server';
import { keepReport } from '@/lib/reports/keep.server';
import { sendReport } from '@/lib/reports/send.server';
import { overridesOf } from '@/lib/testing/case-rows';
import { everythingOf, type FilledCase, filledCase, REPORT } from '@/lib/testing/filled-case';
import { testDatabase } from '@/lib/testing/postgres';
import { valueIn } from '@/lib/testing/room';
import { signedIn } from '@/lib/testing/stored-case';
import * as annotate from '@/lib/timeline/annotate.server';
import { correctEntry, entryHistory } from '@/lib/timeline/correct.server';
import * as curate from '@/lib/timeline/curate.server';
import { readPage } from '@/lib/timeline/page.server';
import { setVerdict } from '@/lib/timeline/verdict.server';

// What server actions and routes answer when the case is one and what it is about is of another. That a role may call them
// at all is held by e2e/rights.spec.ts; that every action is in a table, by other-person.test.ts.

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander');
const tomasz = await signedIn('commander', 'Tomasz Wren');
const mei = await signedIn('analyst', 'Mei Lindqvist');
const _priya = await signedIn('analyst', 'Priya Nair');
const _lena = await signedIn('manager', 'Lena Ruiz');
const off = await signedIn('analyst', 'Gone Long');
await db.person.update({ where: { id: off.id }, data: { disabledAt: new Date() } });
const company = await signedIn('analyst', 'Company Account');
await db.person.update({
  where: { id: company.id },
  data: { externalId: 'https://idp.example 1', passwordHash: null },
});
const [INES, TOMASZ, MEI] = [{ person: ines }, { person: tomasz }, { person: mei }];

/** Of Ines, who offers the command to Tomasz; Mei wrote the note, its comment and the report. */
const filled = () => filledCase(ines, tomasz, mei);
const all = (of: FilledCase) => everythingOf(of.caseId, database.query);

const reason = 'It is so in this test';
const upTo = new Date().toISOString();
const wording = { version: 1, text: 'x', occurredAt: upTo, reason };
const report = { baseVersion: 1, content: { ...REPORT, did: ['Told the board'] }, upTo };
const done = { state: 'done', note: 'Done so', artifactId: null } as const;
const plan = { planHash: '0'.repeat(64), mode: null };
const marked = ({ entryId }: { entryId: string }) => ({ entryIds: [entryId], on: true });

/** Action, and what it answers when the case is one and what it is about is of another. With all of one case: ok, or what is named. */
const OF_A_CASE: [string, string, (of: FilledCase) => Promise<ActionResult<unknown>>, string?][] = [
  ['assets.changeAsset', 'no-such-asset', (of) => changeAsset({ ...of, state: 'cleared', reason }, INES)],
  ['cases.answerOffer', 'no-such-offer', (of) => answerOffer({ ...of, accept: true }, TOMASZ)],
  ['cases.withdrawOffer', 'no-such-offer', (of) => withdrawOffer(of, INES)],
  ['checklist.setStep', 'no-such-step', (of) => setStep({ ...of, to: done }, INES)],
  ['checklist.assignStep', 'no-such-step', (of) => assignStep({ ...of, ownerId: mei.id }, INES)],
  [
    'checklist.setCriterion',
    'no-such-criterion',
    (of) => setCriterion({ ...of, to: { state: 'met', note: 'x' } }, INES),
  ],
  ['checklist.overrideCriterion', 'no-such-criterion', (of) => overrideCriterion({ ...of, reason }, INES)],
  [
    'containment.sendStep',
    'no-such-suspect',
    (of) => sendStep({ ...of, ...plan, step: 'capture' }, INES),
    'no-such-cluster',
  ],
  ['containment.undoStep', 'no-such-run', (of) => undoStep({ ...of, ...plan }, INES), 'no-such-cluster'],
  ['containment.verifyAgain', 'not-quarantined', (of) => verifyAgain(of, INES), 'no-such-cluster'],
  ['containment.overrideGate', 'no-such-suspect', (of) => overrideGate({ ...of, gate: 'capture', reason }, INES)],
  [
    'containment.retryCollector',
    'no-such-artifact',
    (of) => retryCollector({ ...of, unbounded: false }, INES),
    'read-only',
  ],
  [
    'GET plan',
    'no-such-suspect',
    (of) => planStep({ ...of, ...plan, step: 'capture', undoOf: null }),
    'no-such-cluster',
  ],
  ['reports.keepReport', 'no-such-report', (of) => keepReport({ ...of, ...report }, INES)],
  ['reports.sendReport', 'no-such-report', (of) => sendReport({ ...of, ...report, channelIds: [], byHand: 'a' }, INES)],
  ['tasks.changeTask', 'no-such-task', (of) => changeTask({ ...of, title: 'Other' }, INES)],
  ['tasks.endTask', 'no-such-task', (of) => endTask({ ...of, as: 'done' }, INES)],
  ['tasks.reopenTask', 'no-such-task', (of) => reopenTask(of, INES)],
  ['timeline.addComment', 'no-such-entry', (of) => annotate.addComment({ ...of, text: 'x' }, MEI)],
  ['timeline.editComment', 'no-such-comment', (of) => annotate.editComment({ ...of, ...wording }, MEI)],
  ['timeline.removeComment', 'no-such-comment', (of) => annotate.removeComment(of, MEI)],
  ['timeline.tagEntries', 'no-such-entry', (of) => annotate.tagEntries({ ...of, ...marked(of), tag: 'x' }, MEI)],
  ['timeline.starEntries', 'no-such-entry', (of) => annotate.starEntries({ ...of, ...marked(of) }, MEI)],
  ['timeline.markKeyEvents', 'no-such-entry', (of) => annotate.markKeyEvents({ ...of, ...marked(of) }, MEI)],
  [
    'timeline.setTechnique',
    'no-such-entry',
    (of) => annotate.setTechnique({ ...of, ...marked(of), technique: 'T1' }, MEI),
  ],
  ['timeline.linkEntries', 'no-such-target', (of) => linked(of, `asset:${of.assetId}`, of.entryId)],
  [
    'timeline.setVerdict',
    'no-such-entry',
    (of) => setVerdict({ ...of, ...marked(of), verdict: 'verdict:benign' }, MEI),
  ],
  ['timeline.correctEntry', 'no-such-entry', (of) => correctEntry({ ...of, ...wording }, MEI)],
  ['timeline.groupEntries', 'no-such-entry', (of) => curate.groupEntries({ ...of, ...marked(of), title: 'x' }, MEI)],
  ['timeline.ungroup', 'no-such-group', (of) => curate.ungroup(of, MEI)],
  ['timeline.hideEntries', 'no-such-entry', (of) => curate.hideEntries({ ...of, ...marked(of), reason }, MEI)],
  ['timeline.showEntries', 'no-such-entry', (of) => curate.showEntries({ ...of, ...marked(of) }, MEI)],
];

const linked = ({ caseId }: FilledCase, to: string, ...entryIds: string[]) =>
  annotate.linkEntries({ caseId, to, entryIds, on: true }, MEI);

/** What of the input is of the other case, while the rest is right. */
const IN_PART: [string, string, (here: FilledCase, other: FilledCase) => Promise<ActionResult<unknown>>][] = [
  [
    'the artifact of a link',
    'no-such-target',
    (here, other) => linked(here, `artifact:${other.artifactId}`, here.entryId),
  ],
  ['the asset of a link', 'no-such-target', (here, other) => linked(here, `asset:${other.assetId}`, here.entryId)],
  [
    'an entry of a link',
    'no-such-entry',
    (here, other) => linked(here, `asset:${here.assetId}`, here.entryId, other.entryId),
  ],
  [
    'the artifact that shows a step',
    'no-such-artifact',
    (here, { artifactId }) => setStep({ ...here, to: { ...done, artifactId } }, MEI),
  ],
  ['the run to take back', 'no-such-run', (here, { runId }) => undoStep({ ...here, ...plan, runId }, INES)],
  [
    'criteria that are passed on the way to a phase',
    'criteria-open',
    async (here, { caseId }) =>
      changePhase({ ...here, phase: 'review', reason, overrides: await overridesOf(caseId) }, INES),
  ],
  [
    'criteria that are passed when closing',
    'criteria-open',
    async ({ caseId }, other) => {
      await db.stepRun.updateMany({ where: { caseId }, data: { state: 'undone' } });
      const overrides = await overridesOf(other.caseId);
      return closeCase({ caseId, result: reason, overrides, leftBehind: [] }, INES);
    },
  ],
];

describe('what belongs to another case is refused, and nothing is changed', () => {
  test.each(OF_A_CASE)('%s: %s', async (_, code, call, own) => {
    const [here, other] = [await filled(), await filled()];
    const before = [await all(here), await all(other)];
    expect(await call({ ...other, caseId: here.caseId })).toMatchObject({ ok: false, failure: { code } });
    expect([await all(here), await all(other)]).toEqual(before);
    expect(await call(other)).toMatchObject(own ? { ok: false, failure: { code: own } } : { ok: true });
  });

  test.each(IN_PART)('%s: %s', async (_, code, call) => {
    const [here, other] = [await filled(), await filled()];
    const before = await all(other);
    expect(await call(here, other)).toMatchObject({ ok: false, failure: { code } });
    expect(await all(other)).toBe(before);
  });

  test('a route does not read it either', async () => {
    const [here, other] = [await filled(), await filled()];
    expect(await entryHistory(here.caseId, other.entryId)).toBeNull();
    expect(await entryHistory(other.caseId, other.entryId)).toHaveLength(1);
    const page = valueIn(
      await readPage(here.caseId, { q: '', zone: 'UTC', hidden: true, limit: 100, at: other.entryId }),
    );
    expect(new Set(page.entries.map(({ caseId }) => caseId))).toEqual(new Set([here.caseId]));
  });
});
