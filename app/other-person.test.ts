import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { accessView, listPeople } from '@/lib/auth/access.server';
import { lookAtLink, offerNewPassword, revokeInvitation } from '@/lib/auth/invitations.server';
import { changeRole, endSession, setDisabled } from '@/lib/auth/people.server';
import type { SignedIn } from '@/lib/auth/session.server';
import { personOfSession, startSession } from '@/lib/auth/session.server';
import { makeToken, personOfToken, revokeToken } from '@/lib/auth/tokens.server';
import { changePhase } from '@/lib/cases/change.server';
import { answerOffer, offerCommand, takeCommand, withdrawOffer } from '@/lib/cases/command.server';
import { assignRole } from '@/lib/cases/roles.server';
import { addTask, changeTask } from '@/lib/cases/tasks.server';
import { sendStep } from '@/lib/containment/send.server';
import { db } from '@/lib/db/client.server';
import { ownDrafts, saveDraft, whoTypes } from '@/lib/drafts/drafts.server';
import type { ActionResult } from '@/lib/failure';
import { PLAYBOOKS } from '@/lib/playbooks/content/index';
import { assignStep } from '@/lib/playbooks/tick.server';
import { saveDraft as savePlaybook } from '@/lib/playbooks/versions.server';
import { plan as planCheck } from '@/lib/readiness/attest.server';
import { keepReport } from '@/lib/reports/keep.server';
import { overridesOf } from '@/lib/testing/case-rows';
import { everythingOf, type FilledCase, filledCase, REPORT } from '@/lib/testing/filled-case';
import { testDatabase } from '@/lib/testing/postgres';
import { valueIn } from '@/lib/testing/room';
import { signedIn, storedCase } from '@/lib/testing/stored-case';
import * as annotate from '@/lib/timeline/annotate.server';
import { correctEntry } from '@/lib/timeline/correct.server';
import { addNote } from '@/lib/timeline/note.server';

// What server actions and routes answer about what somebody else wrote, has or is. That a role may call them at all is held by
// e2e/rights.spec.ts; what is of another case, by other-case.test.ts.

const database = await testDatabase();
afterAll(() => database.close());

const ines = await signedIn('commander');
const tomasz = await signedIn('commander', 'Tomasz Wren');
const mei = await signedIn('analyst', 'Mei Lindqvist');
const priya = await signedIn('analyst', 'Priya Nair');
const lena = await signedIn('manager', 'Lena Ruiz');
const off = await signedIn('analyst', 'Gone Long');
await db.person.update({ where: { id: off.id }, data: { disabledAt: new Date() } });
const company = await signedIn('analyst', 'Company Account');
await db.person.update({
  where: { id: company.id },
  data: { externalId: 'https://idp.example 1', passwordHash: null },
});
const [INES, _TOMASZ, MEI] = [{ person: ines }, { person: tomasz }, { person: mei }];

/** Of Ines, who offers the command to Tomasz; Mei wrote the note, its comment and the report. */
const filled = () => filledCase(ines, tomasz, mei);
const _all = (of: FilledCase) => everythingOf(of.caseId, database.query);

const reason = 'It is so in this test';
const upTo = new Date().toISOString();
const wording = { version: 1, text: 'x', occurredAt: upTo, reason };
const report = { baseVersion: 1, content: { ...REPORT, did: ['Told the board'] }, upTo };
const _done = { state: 'done', note: 'Done so', artifactId: null } as const;
const plan = { planHash: '0'.repeat(64), mode: null };
const _marked = ({ entryId }: { entryId: string }) => ({ entryIds: [entryId], on: true });

type Own = (by: { person: SignedIn }, of: FilledCase) => Promise<ActionResult<unknown>>;
const edit: Own = (by, of) => annotate.editComment({ ...of, ...wording }, by);
const remove: Own = (by, of) => annotate.removeComment(of, by);
const correct: Own = (by, of) => correctEntry({ ...of, ...wording }, by);
const answer: Own = (by, of) => answerOffer({ ...of, accept: true }, by);
const end =
  (whose: SignedIn): Own =>
  async ({ person }) =>
    endSession({ sessionId: await startSession(whose.id, '') }, person);
const revoke =
  (whose: SignedIn): Own =>
  async ({ person }) =>
    revokeToken({ tokenId: await tokenOf(whose) }, person);
const send =
  (step: 'quarantine' | 'capture' | 'scaleToZero'): Own =>
  (by, of) =>
    sendStep({ ...of, ...plan, step }, by);

/** Action, who does it, to what, and the answer. */
const OF_A_PERSON: [string, SignedIn, string, string, Own][] = [
  ['timeline.editComment', mei, 'her own', 'ok', edit],
  ['timeline.editComment', priya, 'of another analyst', 'not-yours', edit],
  ['timeline.editComment', ines, 'of an analyst', 'not-yours', edit],
  ['timeline.editComment', lena, 'of an analyst', 'not-yours', edit],
  ['timeline.removeComment', mei, 'her own', 'ok', remove],
  ['timeline.removeComment', priya, 'of another analyst', 'not-yours', remove],
  ['timeline.removeComment', ines, 'of an analyst', 'not-yours', remove],
  ['timeline.removeComment', lena, 'of an analyst', 'not-yours', remove],
  ['timeline.correctEntry', mei, 'her own note', 'ok', correct],
  ['timeline.correctEntry', priya, 'a note of another analyst', 'ok', correct],
  ['timeline.correctEntry', ines, 'a note of an analyst', 'ok', correct],
  ['timeline.correctEntry', lena, 'a note of an analyst', 'not-yours', correct],
  [
    'timeline.correctEntry',
    lena,
    'her own note',
    'ok',
    async (by, { caseId }) => correctEntry({ ...wording, ...(await noteOf(by, caseId)) }, by),
  ],
  [
    'timeline.correctEntry',
    ines,
    'of a machine',
    'not-a-note',
    (by, of) => correct(by, { ...of, entryId: of.alertId }),
  ],
  ['cases.answerOffer', tomasz, 'an offer to him', 'ok', answer],
  ['cases.answerOffer', ines, 'her own offer', 'not-yours-to-answer', answer],
  ['cases.withdrawOffer', ines, 'her own offer', 'ok', (by, of) => withdrawOffer(of, by)],
  ['cases.withdrawOffer', tomasz, 'an offer to him', 'not-yours-to-withdraw', (by, of) => withdrawOffer(of, by)],
  [
    'cases.offerCommand',
    tomasz,
    'of Ines',
    'not-in-command',
    (by, of) => offerCommand({ ...of, toId: tomasz.id, note: '' }, by),
  ],
  [
    'cases.takeCommand',
    tomasz,
    'from who was on screen',
    'ok',
    (by, of) => takeCommand({ ...of, fromId: ines.id, reason }, by),
  ],
  [
    'cases.takeCommand',
    tomasz,
    'from another',
    'command-changed',
    (by, of) => takeCommand({ ...of, fromId: mei.id, reason }, by),
  ],
  [
    'cases.assignRole',
    ines,
    'to an account that is off',
    'person-disabled',
    (by, of) => assignRole({ ...of, personId: off.id, role: 'scribe' }, by),
  ],
  [
    'tasks.addTask',
    lena,
    'for an account that is off',
    'person-disabled',
    (by, of) => addTask({ ...of, title: 'x', ownerId: off.id, dueAt: null }, by),
  ],
  [
    'tasks.changeTask',
    lena,
    'to an account that is off',
    'person-disabled',
    (by, of) => changeTask({ ...of, ownerId: off.id }, by),
  ],
  [
    'tasks.changeTask',
    lena,
    'of an analyst: all see to all',
    'ok',
    (by, of) => changeTask({ ...of, ownerId: null }, by),
  ],
  [
    'checklist.assignStep',
    mei,
    'to an account that is off',
    'person-disabled',
    (by, of) => assignStep({ ...of, ownerId: off.id }, by),
  ],
  [
    'readiness.planCheck',
    lena,
    'to an account that is off',
    'no-such-person',
    (by) => planCheck({ check: 'war-room', ownerId: off.id, ownerName: '', dueAt: null }, by),
  ],
  [
    'reports.keepReport',
    lena,
    'begun by an analyst: of all until sent',
    'ok',
    (by, of) => keepReport({ ...of, ...report }, by),
  ],
  ['containment.sendStep', lena, 'a quarantine', 'not-allowed', send('quarantine')],
  ['containment.sendStep', lena, 'a capture', 'not-allowed', send('capture')],
  ['containment.sendStep', mei, 'a scaling to zero', 'not-allowed', send('scaleToZero')],
  ['containment.sendStep', mei, 'a quarantine, without a cluster', 'no-such-cluster', send('quarantine')],
  [
    'cases.changePhase',
    mei,
    'passing criteria, which commanders do',
    'not-allowed',
    async (by, of) => changePhase({ ...of, phase: 'review', reason, overrides: await overridesOf(of.caseId) }, by),
  ],
  [
    'playbooks.saveDraft',
    mei,
    'of another phase',
    'other-phase',
    (by) => savePlaybook({ phase: 'containment', content: PLAYBOOKS.detection, edition: 0, basedOn: 0 }, by),
  ],
  ['people.endSession', mei, 'her own', 'ok', end(mei)],
  ['people.endSession', mei, 'of another analyst', 'not-allowed', end(priya)],
  ['people.endSession', lena, 'of a commander', 'not-allowed', end(ines)],
  ['people.endSession', ines, 'of an analyst', 'ok', end(mei)],
  ['tokens.revokeToken', mei, 'her own', 'ok', revoke(mei)],
  ['tokens.revokeToken', priya, 'of another analyst', 'not-found', revoke(mei)],
  ['tokens.revokeToken', ines, 'of an analyst', 'not-found', revoke(mei)],
  [
    'tokens.makeToken',
    mei,
    'with a right she has not',
    'not-allowed',
    ({ person }) => makeToken({ name: 'x', scopes: ['action-log.export'], days: 7 }, person),
  ],
  [
    'people.offerNewPassword',
    ines,
    'for a company account',
    'no-password',
    ({ person }) => offerNewPassword({ personId: company.id }, person),
  ],
  [
    'people.changeRole',
    ines,
    'of a company account',
    'role-from-groups',
    ({ person }) => changeRole({ personId: company.id, role: 'manager' }, person),
  ],
  [
    'people.revokeInvitation',
    ines,
    'a link that nobody made',
    'not-open',
    ({ person }) => revokeInvitation({ invitationId: randomUUID() }, person),
  ],
];

async function noteOf(by: { person: SignedIn }, caseId: string) {
  const note = valueIn(await addNote({ caseId, occurredAt: upTo, text: 'Told the board' }, by));
  return { caseId, entryId: note.id };
}

async function tokenOf(person: SignedIn): Promise<string> {
  valueIn(await makeToken({ name: 'siem', scopes: ['case.read'], days: 7 }, person));
  return (await db.apiToken.findFirstOrThrow({ where: { personId: person.id }, orderBy: { id: 'desc' } })).id;
}

describe('what belongs to another person', () => {
  test.each(
    OF_A_PERSON.map(([name, person, what, code, call]) => ({
      name,
      person,
      who: person.name,
      role: person.role,
      what,
      code,
      call,
    })),
  )('$name, $role $who, $what: $code', async ({ person, code, call }) => {
    const result = await call({ person }, await filled());
    expect(result.ok ? 'ok' : result.failure.code).toBe(code);
  });

  test('a draft is read and written by whoever types it; others see only that they type', async () => {
    const { caseId } = await storedCase(ines.id);
    const draft = { caseId, place: 'note', baseVersion: null };
    valueIn(await saveDraft({ ...draft, text: 'My suspicion' }, MEI));
    valueIn(await saveDraft({ ...draft, text: 'Another one' }, { person: priya }));
    valueIn(await saveDraft({ ...draft, text: '' }, INES));
    expect(await ownDrafts(caseId, mei.id)).toMatchObject([{ text: 'My suspicion' }]);
    expect(await ownDrafts(caseId, priya.id)).toMatchObject([{ text: 'Another one' }]);
    expect(await ownDrafts(caseId, ines.id)).toEqual([]);
    expect(await whoTypes(caseId)).toHaveLength(2);
    const told = await database.query('SELECT payload::text FROM "LiveEvent" WHERE topic = $1', [`case:${caseId}`]);
    expect(JSON.stringify([told.rows, await whoTypes(caseId)])).not.toMatch(/suspicion|Another one/);
  });

  test('who gets in is seen as far as one manages people; tokens only by their owner', async () => {
    for (const person of [mei, ines]) await startSession(person.id, 'firefox');
    await tokenOf(mei);
    const [hers, managers, commanders] = [await accessView(mei), await accessView(lena), await accessView(ines)];
    const sessionsIn = (view: typeof hers) => new Set(view.sessions.map(({ personId }) => personId));
    expect(sessionsIn(hers)).toEqual(new Set([mei.id]));
    expect(sessionsIn(managers)).toEqual(new Set());
    expect(sessionsIn(commanders)).toEqual(new Set([mei.id, ines.id, priya.id]));
    for (const view of [hers, managers]) {
      expect(view.invitations).toEqual([]);
      for (const person of view.people) expect(person).toMatchObject({ email: null, sessions: null, external: null });
    }
    expect(commanders.people.some(({ email }) => email === mei.email)).toBe(true);
    expect([hers, managers, commanders].map(({ tokens }) => tokens.length > 0)).toEqual([true, false, false]);
  });

  test('of people, who has no right to manage them reads names alone', async () => {
    for (const person of await listPeople(false)) expect(person).toMatchObject({ email: null, sessions: null });
  });

  test('whoever is disabled has neither sign-in nor token any more; the last commander stays one', async () => {
    const sessionId = await startSession(priya.id, '');
    const { token } = valueIn(await makeToken({ name: 'x', scopes: ['case.read'], days: 7 }, priya));
    const caller = { address: '203.0.113.9', userAgent: '' };
    expect(await personOfToken(token, caller)).toMatchObject({ person: { id: priya.id } });
    const { link } = valueIn(await offerNewPassword({ personId: priya.id }, ines));
    expect(await lookAtLink(link.split('/').at(-1) ?? '', caller)).toMatchObject({ kind: 'reset' });
    valueIn(await setDisabled({ personId: priya.id, disabled: true }, ines));
    expect(await personOfSession(sessionId)).toBeNull();
    expect(await personOfToken(token, caller)).toMatchObject({ refused: true });
    valueIn(await setDisabled({ personId: priya.id, disabled: false }, ines)); // which brings none of it back
    expect(await personOfSession(sessionId)).toBeNull();
    expect(await personOfToken(token, caller)).toMatchObject({ refused: true });
    expect(await lookAtLink(link.split('/').at(-1) ?? '', caller)).toBeNull();
    await db.person.update({ where: { id: tomasz.id }, data: { disabledAt: new Date() } });
    const last = { failure: { code: 'last-commander' } };
    expect(await setDisabled({ personId: ines.id, disabled: true }, ines)).toMatchObject(last);
    expect(await changeRole({ personId: ines.id, role: 'analyst' }, ines)).toMatchObject(last);
  });
});

/** Actions whose input names nothing that another case or person could have to themselves. */
const NOBODYS = {
  'something is added to the case that is named': [
    'assets.addAsset',
    'cases.addSuspects',
    'checklist.addStep',
    'timeline.addNote',
  ],
  'it is about a whole case, or makes one': [
    'cases.openCase',
    'cases.changeSeverity',
    'cases.changeCadence',
    'cases.reopenCase',
    'timeline.setSkew',
  ],
  'only commanders do it, to anybody': ['cases.unassignRole', 'people.inviteSomebody', 'people.revokeSessions'],
  'it is the organisation’s': [
    'channels.addChannel',
    'channels.removeChannel',
    'channels.testChannel',
    'clusters.setActionsEnabled',
    'clusters.addCluster',
    'clusters.removeCluster',
    'clusters.setClusterLook',
    'drills.setSpeed',
    'drills.advance',
    'drills.reset',
    'playbooks.discardDraft',
    'playbooks.publishDraft',
    'playbooks.reviewPlaybook',
    'readiness.attest',
  ],
  'it has a test of its own': ['cases.closeCase', 'drafts.saveDraft', 'people.setDisabled'],
  'everybody reads and verifies all evidence': ['evidence.verifyArtifact'],
  'it takes no person: whoever is signed in, or has the link': [
    'people.createFirstAccount',
    'people.useLink',
    'people.changeOwnPassword',
    'people.signOutEverywhere',
    'preferences.setTheme',
    'preferences.chooseCluster',
    'presence.seenIn',
  ],
};

test('every server action is in one of the tables', () => {
  const exported = globSync('app/actions/*.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^export const (\w+)/gm)].map(
      ([, name]) => `${path.basename(file, '.ts')}.${name}`,
    ),
  );
  const otherCase = readFileSync('app/other-case.test.ts', 'utf8').matchAll(/^\s+\[?'([a-z]+\.[a-zA-Z]+)'/gm);
  const held = [...otherCase].map(([, name]) => name).concat(OF_A_PERSON.map(([name]) => name));
  const known = new Set([...held, ...Object.values(NOBODYS).flat()]);
  expect([...known].sort()).toEqual(exported.sort());
});
