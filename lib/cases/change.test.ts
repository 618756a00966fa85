import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { startChecklist } from '../playbooks/start.server.ts';
import { lastTold, overridesOf, sentences, toldSince } from '../testing/case-rows.ts';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { changeCadence, changePhase, changeSeverity, leaveDetection } from './change.server.ts';
import { ChangePhase, ChangeSeverity } from './inputs.ts';
import { openCaseIn } from './open-case.server.ts';
import { viewCase } from './read.server.ts';

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander');
const by = { person: ines };
const move = { reason: 'The attacker is cut off', overrides: [] };

async function caseWithChecklist(over: Parameters<typeof storedCase>[1] = {}) {
  const made = await storedCase(ines.id, over);
  await db.$transaction((tx) => startChecklist(tx, made.caseId));
  return made;
}
const phaseOf = async (caseId: string) => (await viewCase(db, caseId))?.phase;

test('forward with open criteria is refused with their list, and nothing changes', async () => {
  const { caseId } = await caseWithChecklist();
  const refused = await changePhase({ caseId, phase: 'containment', ...move }, by);
  expect(refused).toMatchObject({ ok: false, failure: { code: 'criteria-open' } });
  const unmet = await overridesOf(caseId);
  expect(unmet.length).toBeGreaterThan(0);
  if (!refused.ok) expect(refused.failure.detail).toContain('detection: ');
  expect(await phaseOf(caseId)).toBe('detection');
  expect(await sentences(caseId)).toEqual([]);
});

test('with an override for each it moves, and the reasons stand on the timeline for good', async () => {
  const { caseId } = await caseWithChecklist();
  const overrides = await overridesOf(caseId);
  valueIn(await changePhase({ caseId, phase: 'forensics', reason: 'Evidence is safe', overrides }, by));
  expect(await phaseOf(caseId)).toBe('forensics');
  const said = await sentences(caseId);
  expect(said.at(-1)).toBe('Phase changed to Forensics: Evidence is safe');
  expect(said.some((each) => each.startsWith('Criterion of containment overridden: '))).toBe(true);
  // criteria of phases that lie ahead are neither asked for nor overridden
  const states = await db.checklistCriterion.groupBy({ by: ['phase', 'state'], where: { caseId } });
  expect(states.filter(({ phase, state }) => phase === 'recovery' && state === 'overridden')).toEqual([]);
});

test('one override too few: nothing is overridden and nothing moves', async () => {
  const { caseId } = await caseWithChecklist();
  const overrides = (await overridesOf(caseId)).slice(1);
  expect(await changePhase({ caseId, phase: 'review', reason: 'Done', overrides }, by)).toMatchObject({
    failure: { code: 'criteria-open', title: 'One criterion is not met' },
  });
  expect(await db.checklistCriterion.count({ where: { caseId, state: 'overridden' } })).toBe(0);
});

test('back needs a reason alone', async () => {
  const { caseId } = await caseWithChecklist({ phase: 'recovery' });
  valueIn(await changePhase({ caseId, phase: 'containment', reason: 'It came back', overrides: [] }, by));
  expect((await viewCase(db, caseId))?.phaseHistory.map(({ phase }) => phase)).toEqual(['detection', 'containment']);
  expect(await sentences(caseId)).toEqual(['Phase changed to Containment: It came back']);
});

test('the first step leaves detection without asking; a later one changes nothing', async () => {
  const { caseId } = await caseWithChecklist();
  const first = () =>
    db.$transaction(async (tx) => leaveDetection(tx, valueIn(await openCaseIn(tx, caseId, { change: true })), ines.id));
  await first();
  await first();
  expect(await sentences(caseId)).toEqual(['Phase changed to Containment']);
});

test('another severity says from what to what and why, and moves the next report', async () => {
  const { caseId } = await storedCase(ines.id, { severity: 'low', openedAt: new Date('2026-11-25T03:00:00Z') });
  const before = await lastTold();
  valueIn(await changeSeverity({ caseId, severity: 'critical', reason: 'Cluster-admin was reached' }, by));
  expect(await sentences(caseId)).toEqual(['Severity changed from low to critical: Cluster-admin was reached']);
  expect((await toldSince('case.listed', before)).at(-1)?.case).toMatchObject({
    severity: 'critical',
    reportDueAt: '2026-11-25T03:30:00.000Z',
  });
  valueIn(await changeSeverity({ caseId, severity: 'critical', reason: 'Once more' }, by));
  expect(await sentences(caseId)).toHaveLength(1);
});

test('a status report is due as often as the case says, then again as its severity says', async () => {
  const { caseId } = await storedCase(ines.id, {
    severity: 'high',
    lastReportAt: new Date('2026-11-25T04:00:00Z'),
  });
  valueIn(await changeCadence({ caseId, every: 20 }, by));
  expect(await viewCase(db, caseId)).toMatchObject({ reportEvery: 20, reportDueAt: '2026-11-25T04:20:00.000Z' });
  valueIn(await changeCadence({ caseId, every: null }, by));
  expect(await viewCase(db, caseId)).toMatchObject({ reportEvery: 60, reportDueAt: '2026-11-25T05:00:00.000Z' });
  expect(await sentences(caseId)).toEqual([
    'Status report due every 20 min',
    'Status report due every 60 min, as its severity says',
  ]);
});

test.each([
  ['phase', (caseId: string) => changePhase({ caseId, phase: 'review', ...move }, by)],
  ['severity', (caseId: string) => changeSeverity({ caseId, severity: 'low', reason: 'Less' }, by)],
  ['interval of reports', (caseId: string) => changeCadence({ caseId, every: 30 }, by)],
])('the %s of a closed case is not changed', async (_, change) => {
  const { caseId } = await storedCase(ines.id, { closedAt: new Date() });
  expect(await change(caseId)).toMatchObject({ ok: false, failure: { code: 'case-closed' } });
  expect(await sentences(caseId)).toEqual([]);
});

test.each([
  ['', false],
  [' ab ', false],
  ['abc', true],
])('a reason of %j is enough: %s', (reason, enough) => {
  expect(ChangePhase.safeParse({ caseId: ines.id, phase: 'review', reason }).success).toBe(enough);
  expect(ChangeSeverity.safeParse({ caseId: ines.id, severity: 'low', reason }).success).toBe(enough);
});
