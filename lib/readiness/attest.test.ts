import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { listRecords } from '../action-log/log.server.ts';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { commander, valueIn } from '../testing/room.ts';
import { attest, plan } from './attest.server.ts';
import { allAttestations, viewReadiness } from './read.server.ts';
import { assess } from './score.ts';
import { AttestInput } from './view.ts';

const database = await testDatabase();
afterAll(() => database.close());
const person = await commander();
const by = { person };
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const input = (more: Partial<AttestInput> = {}): AttestInput => ({
  check: 'war-room',
  status: 'pass',
  notes: 'Call list tested on Sunday',
  links: [{ title: 'Matrix', url: 'https://wiki.example/matrix' }],
  validUntil: inDays(90),
  ...more,
});
const score = async () => assess((await viewReadiness()).attestations, Date.now()).score;
const codeOf = (result: { ok: boolean; failure?: { code: string } }) => (result.ok ? 'ok' : result.failure?.code);

beforeEach(async () => {
  // the triggers refuse it to everyone but this test's superuser
  await database.query(`SET session_replication_role = replica;
    DELETE FROM "Attestation"; DELETE FROM "ReadinessPlan"; DELETE FROM "LiveEvent"; RESET session_replication_role`);
});

describe('attesting', () => {
  test('counts at once, with who, notes and links; it is on the record, and browsers hear of it', async () => {
    valueIn(await attest(input(), by));
    const view = await viewReadiness();
    expect(view.attestations).toMatchObject([
      { check: 'war-room', status: 'pass', notes: 'Call list tested on Sunday', by: { name: person.name } },
    ]);
    expect(view.attestations[0]?.links).toEqual([{ title: 'Matrix', url: 'https://wiki.example/matrix' }]);
    expect(await score()).toBe(8);
    const [latest] = await listRecords({ limit: 1 });
    expect(latest?.words).toMatch(/^Attest readiness check 10 War room ready: pass, until \d{4}-/);
    expect(await db.liveEvent.findMany({ select: { type: true } })).toContainEqual({ type: 'readiness.changed' });
  });

  test('again keeps what was said before, which nobody can change', async () => {
    valueIn(await attest(input(), by));
    valueIn(await attest(input({ status: 'fail', notes: 'Two have left' }), by));
    expect((await allAttestations()).map(({ status }) => status)).toEqual(['fail', 'pass']);
    expect(await score()).toBe(0);
    await expect(database.query(`UPDATE "Attestation" SET status = 'pass'`)).rejects.toThrow(/append-only/);
    await expect(database.query('DELETE FROM "Attestation"')).rejects.toThrow(/append-only/);
  });

  test('one whose time is over counts for nothing', async () => {
    await database.query(
      `INSERT INTO "Attestation" (id, "check", status, "personId", "attestedAt", "validUntil")
       VALUES (gen_random_uuid(), 'war-room', 'pass', '${person.id}', now() - interval '91 days', now() - interval '1 day')`,
    );
    expect((await viewReadiness()).attestations).toHaveLength(1);
    expect(await score()).toBe(0);
  });

  test.each([
    ['a day that is over', { validUntil: inDays(-1) }, 'already-ended'],
    ['more than a year', { validUntil: inDays(400) }, 'too-long'],
    ['a year', { validUntil: inDays(365) }, 'ok'],
    ['a check that there is not', { check: 'gone' }, 'no-such-check'],
  ])('until %s: %s', async (_, more, code) => {
    expect(codeOf(await attest(input(more), by))).toBe(code);
    expect(await db.attestation.count()).toBe(code === 'ok' ? 1 : 0);
  });

  test.each([
    ['an address with http', { links: [{ title: '', url: 'http://wiki.example' }] }],
    ['a script', { links: [{ title: '', url: 'javascript:alert(1)' }] }],
    ['an address with a password', { links: [{ title: '', url: 'https://a:b@wiki.example' }] }],
    ['a check that there is not', { check: 'gone' }],
    ['a day without its zone', { validUntil: '2030-01-01' }],
  ])('input with %s is refused', (_, more) => expect(AttestInput.safeParse(input(more)).success).toBe(false));
});

describe('the plan', () => {
  test('has an owner with an account, or a name, and a due date', async () => {
    valueIn(await plan({ check: 'secrets', ownerId: person.id, ownerName: 'x', dueAt: inDays(9) }, by));
    valueIn(await plan({ check: 'war-room', ownerId: null, ownerName: 'Platform', dueAt: null }, by));
    const { plans } = await viewReadiness();
    expect(plans.find(({ check }) => check === 'secrets')).toMatchObject({
      owner: { name: person.name },
      ownerName: '',
    });
    expect(plans.find(({ check }) => check === 'war-room')).toMatchObject({
      owner: null,
      ownerName: 'Platform',
      dueAt: null,
    });
  });

  test('is not given to somebody who is gone', async () => {
    const gone = await commander();
    await db.person.update({ where: { id: gone.id }, data: { disabledAt: new Date() } });
    const result = await plan({ check: 'secrets', ownerId: gone.id, ownerName: '', dueAt: null }, by);
    expect(codeOf(result)).toBe('no-such-person');
    expect(await db.readinessPlan.count()).toBe(0);
  });
});

test('the playbook check shows the review dates that there are', async () => {
  const { id: personId } = person;
  expect((await viewReadiness()).findings.playbooks).toMatchObject({ status: 'fail' });
  await db.playbookReview.create({
    data: { phase: 'containment', version: 0, personId, nextDueAt: new Date(inDays(60)) },
  });
  expect((await viewReadiness()).findings.playbooks).toMatchObject({
    status: 'partial',
    words: '1 of 5 playbooks have a review that still holds',
  });
});

test('a drill that was contained can be compared with the last case', async () => {
  const at = (minutes: number) => new Date(Date.parse('2026-11-04T09:00:00Z') + minutes * 60_000);
  const cluster = await db.cluster.create({
    data: { id: 'c1', name: 'staging', server: 'https://staging.example:6443' },
  });
  const common = { clusterId: cluster.id, commanderId: person.id, severity: 'high' as const, title: 'x' };
  await db.case.create({ data: { ...common, drill: true, detectedAt: at(0), openedAt: at(3), containedAt: at(38) } });
  await db.case.create({ data: { ...common, drill: false, detectedAt: at(0), openedAt: at(1) } });
  expect((await viewReadiness()).cases).toMatchObject([
    { drill: true, openedMs: 180_000, containedMs: 38 * 60_000, capturedMs: null, gatesOverridden: 0 },
  ]);
});
