import { afterAll, expect, test } from 'vitest';
import { db, inTransaction } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { commander, valueIn } from '../testing/room.ts';
import { PLAYBOOKS } from './content/index.ts';
import { reviewPlaybook, reviewState } from './review.server.ts';
import { startChecklist } from './start.server.ts';
import {
  currentPlaybook,
  discardDraft,
  listPlaybooks,
  publishDraft,
  readVersion,
  saveDraft,
} from './versions.server.ts';
import { isStale } from './versions.ts';

const database = await testDatabase();
afterAll(() => database.close());
const by = { person: await commander() };

const DAY = 86_400_000;
const soon = () => new Date(Date.now() + 30 * DAY).toISOString();
const own = (phase: 'detection' | 'recovery', title: string) => ({ ...PLAYBOOKS[phase], title });
const save = (phase: 'detection' | 'recovery', title: string, edition: number) =>
  saveDraft({ phase, content: own(phase, title), edition, basedOn: 0 }, by);

test("an organisation begins with the repository's five, which nobody reviewed", async () => {
  const all = await listPlaybooks(new Date());
  expect(all.map(({ phase, current, draft }) => [phase, current.version, draft])).toEqual(
    ['detection', 'containment', 'forensics', 'recovery', 'review'].map((phase) => [phase, 0, null]),
  );
  expect(all.every(({ review }) => review.stale)).toBe(true);
  expect((await readVersion('review', 0))?.content).toEqual(PLAYBOOKS.review);
  expect(await readVersion('review', 7)).toBeNull();
});

test('of two who edit one draft the second is told, and nothing is lost', async () => {
  valueIn(await save('detection', 'Ours', 0));
  expect(await save('detection', 'Begun at the same time', 0)).toMatchObject({
    ok: false,
    failure: { code: 'draft-moved' },
  });
  expect(valueIn(await save('detection', 'Ours, second save', 1)).edition).toBe(2);
  expect(await save('detection', 'From the first save', 1)).toMatchObject({
    ok: false,
    failure: { code: 'draft-moved' },
  });
  expect((await readVersion('detection', 1))?.content.title).toBe('Ours, second save');
  expect((await currentPlaybook(db, 'detection')).playbook.title).toBe(PLAYBOOKS.detection.title);
});

test('two who begin a draft at once make one', async () => {
  const both = await Promise.all([save('recovery', 'One', 0), save('recovery', 'Two', 0)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await db.playbookVersion.count({ where: { phase: 'recovery' } })).toBe(1);
});

test('a discarded draft is gone; what is in force stays', async () => {
  expect(await discardDraft({ phase: 'recovery', edition: 9 }, by)).toMatchObject({ ok: false });
  valueIn(await discardDraft({ phase: 'recovery', edition: 1 }, by));
  expect(await db.playbookVersion.count({ where: { phase: 'recovery' } })).toBe(0);
});

test('publishing puts the draft in force, counts as a review, and is on the record; cases that are open keep theirs', async () => {
  const caseId = await caseWithChecklist();
  const publish = { phase: 'detection', edition: 2, changeNote: 'Names our own tools' } as const;
  expect(await publishDraft({ ...publish, nextDueAt: '2020-01-01T00:00:00Z' }, by)).toMatchObject({
    ok: false,
    failure: { code: 'due-in-past' },
  });
  expect(valueIn(await publishDraft({ ...publish, nextDueAt: soon() }, by))).toMatchObject({
    version: 1,
    draft: false,
  });
  expect(await currentPlaybook(db, 'detection')).toMatchObject({
    version: 1,
    playbook: { title: 'Ours, second save' },
  });
  expect((await reviewState(new Date())).detection).toMatchObject({
    version: 1,
    reviewedVersion: 1,
    reviewedBy: 'Ines Okafor',
    stale: false,
  });
  const [record] = await db.actionRecord.findMany({ orderBy: { seq: 'desc' }, take: 1 });
  expect(JSON.parse(record?.body ?? '').words).toBe('Playbook detection, version 1, published: Names our own tools');
  const versions = async (id: string) =>
    (await db.checklistStep.findMany({ where: { caseId: id, phase: 'detection' }, distinct: ['playbookVersion'] })).map(
      ({ playbookVersion }) => playbookVersion,
    );
  expect([await versions(caseId), await versions(await caseWithChecklist())]).toEqual([[0], [1]]);
});

test('the next draft is a version more, and a review is of the version in force', async () => {
  expect(valueIn(await save('detection', 'Next', 0)).version).toBe(2);
  expect(await reviewPlaybook({ phase: 'detection', version: 2, nextDueAt: soon(), note: '' }, by)).toMatchObject({
    ok: false,
    failure: { code: 'not-in-force' },
  });
  valueIn(await reviewPlaybook({ phase: 'detection', version: 1, nextDueAt: soon(), note: 'read it' }, by));
  expect((await reviewState(new Date())).detection.note).toBe('read it');
});

const now = new Date('2026-11-25T00:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * DAY);
test.each([
  ['was never given', null, 0, true],
  ['is fresh', { reviewedAt: ago(1), version: 2, nextDueAt: ago(-30) }, 2, false],
  ['is 91 days old, whatever date was set', { reviewedAt: ago(91), version: 2, nextDueAt: ago(-30) }, 2, true],
  ['is past its date', { reviewedAt: ago(20), version: 2, nextDueAt: ago(1) }, 2, true],
  ['is of an earlier version', { reviewedAt: ago(1), version: 1, nextDueAt: ago(-30) }, 2, true],
])('a review that %s: stale %#', (_, review, inForce, stale) => expect(isStale(review, inForce, now)).toBe(stale));

async function caseWithChecklist(): Promise<string> {
  const cluster = await db.cluster.upsert({
    where: { id: 'c' },
    create: { id: 'c', name: 'c', server: 'https://c' },
    update: {},
  });
  const { id } = await db.case.create({
    data: { title: 't', severity: 'low', commanderId: by.person.id, clusterId: cluster.id, detectedAt: new Date() },
  });
  await inTransaction((tx) => startChecklist(tx, id));
  return id;
}
