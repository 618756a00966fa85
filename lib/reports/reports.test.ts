import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { holdAction, releaseAction } from '../action-log/in-progress.server.ts';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { until, valueIn } from '../testing/room.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { addChannel, removeChannel } from './channels.server.ts';
import { settleDeliveries } from './deliver.server.ts';
import { keepReport } from './keep.server.ts';
import { listReports } from './read.server.ts';
import { sendReport } from './send.server.ts';
import { mailServer, webhook } from './testing/receivers.ts';

const database = await testDatabase();
const [slack, teams, mails] = await Promise.all([webhook(), webhook({ status: 202 }), mailServer()]);
Object.assign(process.env, {
  AUTH_SECRET: 'a secret of at least thirty-two characters',
  SMTP_URL: mails.url,
  AUTH_URL: 'https://bulkhead.example',
});
const [ines, ruth] = [await signedIn('commander'), await signedIn('manager', 'Ruth Adeyemi')];
const by = { person: ines };
const channel = async (name: string, kind: 'slack' | 'teams' | 'email', target: string) =>
  valueIn(await addChannel({ name, kind, target }, by)).channelId;
const INCIDENTS = await channel('#incidents', 'slack', slack.url);
const OPS = await channel('Ops', 'teams', teams.url);
const BOARD = await channel('Board', 'email', 'a@example.com b@example.com');
afterAll(async () => {
  await Promise.all([slack.close(), teams.close(), mails.close()]);
  await database.close();
});

let at: { caseId: string; number: number };
beforeEach(async () => {
  at = await storedCase(ines.id, { title: 'Shell <in> payment' });
  slack.set({ status: 200, body: 'ok' });
});

const CONTENT = { know: ['A shell ran.'], did: ['Isolated & checked.'], need: ['An owner.'] };
const UP_TO = '2026-11-25T03:50:18.412Z';
const fresh = () => ({ caseId: at.caseId, reportId: null, baseVersion: null, content: CONTENT, upTo: UP_TO });
const sentences = async () =>
  (await db.timelineEntry.findMany({ where: { caseId: at.caseId }, orderBy: { id: 'asc' } })).map(
    ({ sentence }) => sentence,
  );
const ended = async (id: string) => {
  await until(async () => (await report(id)).deliveries.every(({ outcome }) => outcome !== 'under-way'));
  return report(id);
};
const report = async (id: string) => {
  const found = (await listReports(at.caseId)).find((one) => one.id === id);
  if (!found) throw new Error('no such report');
  return found;
};

describe('kept', () => {
  test('a report has its number in its case, and is told to every browser', async () => {
    const kept = valueIn(await keepReport(fresh(), by));
    expect(kept).toMatchObject({
      number: 1,
      version: 1,
      content: CONTENT,
      upTo: UP_TO,
      sentAt: null,
      createdBy: { name: 'Ines Okafor' },
    });
    const told = await db.liveEvent.findFirstOrThrow({ where: { type: 'report.changed' }, orderBy: { id: 'desc' } });
    expect(told.payload).toMatchObject({ report: { id: kept.id } });
  });

  test('two who edit one report: the second is told, and nothing of the first is lost', async () => {
    const kept = valueIn(await keepReport(fresh(), by));
    const edit = { ...fresh(), reportId: kept.id, baseVersion: 1 };
    valueIn(await keepReport({ ...edit, content: { ...CONTENT, did: ['by Ines'] } }, by));
    const second = await keepReport({ ...edit, content: { ...CONTENT, did: ['by Ruth'] } }, { person: ruth });
    expect(second).toMatchObject({ ok: false, failure: { code: 'report-changed' } });
    expect(await report(kept.id)).toMatchObject({ version: 2, content: { did: ['by Ines'] } });
  });

  test('two who begin one at once: there is one', async () => {
    const both = await Promise.all([keepReport(fresh(), by), keepReport(fresh(), { person: ruth })]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await listReports(at.caseId)).toHaveLength(1);
  });

  test.each([
    ['says nothing', { content: { know: [], did: [], need: [] } }, 'report-empty'],
    ['is of another case', { reportId: randomUUID(), baseVersion: 1 }, 'no-such-report'],
  ])('not one that %s', async (_, over, code) => {
    expect(await keepReport({ ...fresh(), ...over }, by)).toMatchObject({ ok: false, failure: { code } });
  });

  test('not in a closed case', async () => {
    await db.case.update({ where: { id: at.caseId }, data: { closedAt: new Date() } });
    expect(await keepReport(fresh(), by)).toMatchObject({ ok: false, failure: { code: 'case-closed' } });
  });
});

describe('sent', () => {
  const send = (channelIds: string[], over = {}) => sendReport({ ...fresh(), channelIds, byHand: '', ...over }, by);

  test('each channel gets it once, and who got it is on the record', async () => {
    const before = [slack.received.length, teams.received.length, mails.received.length];
    const sent = await ended(valueIn(await send([INCIDENTS, OPS, BOARD, OPS])).id);
    expect(sent.deliveries.map(({ channel: name, outcome }) => [name, outcome])).toEqual(
      expect.arrayContaining([
        ['#incidents', 'succeeded'],
        ['Ops', 'succeeded'],
        ['Board', 'succeeded'],
      ]),
    );
    expect([slack.received.length, teams.received.length, mails.received.length]).toEqual(before.map((n) => n + 1));
    expect(slack.received.at(-1)?.body).toMatchObject({
      text: expect.stringMatching(/Case \d+, status report 1: Shell &lt;in&gt; payment[\s\S]*Isolated &amp; checked/),
    });
    expect(JSON.stringify(teams.received.at(-1)?.body)).toContain('Isolated & checked.');
    expect(mails.received.at(-1)?.raw).toContain(`https://bulkhead.example/cases/${at.number}`);
    expect(await sentences()).toEqual([
      'Status report 1 goes to #incidents (Slack), Board (e-mail), Ops (Teams)',
      expect.stringMatching(/^Status report 1: (.* got it){3}$/),
    ]);
  });

  test('the cadence starts anew, and the board hears of it', async () => {
    const before = new Date();
    valueIn(await send([], { byHand: 'the CISO, by phone' }));
    const { lastReportAt } = await db.case.findUniqueOrThrow({ where: { id: at.caseId } });
    expect(lastReportAt?.getTime()).toBeGreaterThanOrEqual(before.getTime());
    const told = await db.liveEvent.findFirstOrThrow({ where: { type: 'case.listed' }, orderBy: { id: 'desc' } });
    expect(told.payload).toMatchObject({ case: { id: at.caseId } });
    expect(await sentences()).toEqual(['Status report 1 goes to the CISO, by phone (told by hand)']);
  });

  test('it stays as it was sent, also in the database', async () => {
    const { id } = valueIn(await send([], { byHand: 'all' }));
    expect(await keepReport({ ...fresh(), reportId: id, baseVersion: 1 }, by)).toMatchObject({
      failure: { code: 'report-sent' },
    });
    for (const statement of [`UPDATE "StatusReport" SET content = '{}'`, 'DELETE FROM "StatusReport"'])
      await expect(database.query(`${statement} WHERE id = $1`, [id])).rejects.toThrow(/was sent is not changed/);
    expect(valueIn(await keepReport(fresh(), by)).number).toBe(2);
  });

  test('pressed twice at once it is sent once', async () => {
    const kept = valueIn(await keepReport(fresh(), by));
    const before = slack.received.length;
    const both = await Promise.all([1, 2].map(() => send([INCIDENTS], { reportId: kept.id, baseVersion: 1 })));
    expect(both.map((one) => (one.ok ? 'sent' : one.failure.code)).sort()).toEqual(['report-sent', 'sent']);
    await ended(kept.id);
    expect(slack.received.length).toBe(before + 1);
  });

  test('a webhook that breaks off is unknown, stays so, and is not called again', async () => {
    slack.set('hang-up');
    const before = slack.received.length;
    const { id } = valueIn(await send([INCIDENTS]));
    expect((await ended(id)).deliveries).toEqual([
      expect.objectContaining({ outcome: 'unknown', words: expect.stringMatching(/whether it arrived is not known/) }),
    ]);
    expect((await sentences()).at(-1)).toBe('Status report 1: #incidents may have got it, unknown');
    expect(await settleDeliveries()).toBe(0);
    expect(slack.received.length).toBe(before + 1);
    const rewrite = `UPDATE "ReportDelivery" SET outcome = 'succeeded' WHERE "reportId" = $1`;
    await expect(database.query(rewrite, [id])).rejects.toThrow(/that ended is not changed/);
  });

  test.each([
    ['nobody', [], 'no-channel'],
    ['a channel that never was', [randomUUID()], 'no-such-channel'],
  ])('not to %s; then nothing is kept either', async (_, channelIds, code) => {
    expect(await send(channelIds)).toMatchObject({ ok: false, failure: { code } });
    expect(await listReports(at.caseId)).toEqual([]);
    expect(await sentences()).toEqual([]);
  });

  test('not to a channel that was removed', async () => {
    const gone = await channel('Gone', 'slack', slack.url);
    valueIn(await removeChannel({ channelId: gone }, by));
    expect(await send([INCIDENTS, gone])).toMatchObject({ ok: false, failure: { code: 'no-such-channel' } });
  });
});

describe('after a crash', () => {
  const leftBehind = async (): Promise<{ reportId: string; deliveryId: string }> => {
    const { id: reportId } = valueIn(await keepReport(fresh(), by));
    await db.statusReport.update({ where: { id: reportId }, data: { sentAt: new Date(), sentById: ines.id } });
    const { id: deliveryId } = await db.reportDelivery.create({
      data: { reportId, channelId: INCIDENTS, channelName: '#incidents', kind: 'slack' },
    });
    return { reportId, deliveryId };
  };

  test('what was under way ends as unknown and is not sent again', async () => {
    const { reportId } = await leftBehind();
    const before = slack.received.length;
    expect(await settleDeliveries()).toBe(1);
    expect((await report(reportId)).deliveries).toEqual([
      expect.objectContaining({ outcome: 'unknown', words: expect.stringMatching(/Bulkhead ended before an answer/) }),
    ]);
    expect(slack.received.length).toBe(before);
  });

  test('what this process has under way is left alone, and ends as it ends', async () => {
    slack.set('silence');
    const before = slack.received.length;
    const { id } = valueIn(await sendReport({ ...fresh(), channelIds: [INCIDENTS], byHand: '' }, by));
    await until(() => slack.received.length > before);
    expect(await settleDeliveries()).toBe(0);
    slack.breakOff();
    expect((await ended(id)).deliveries).toMatchObject([{ words: expect.stringMatching(/the connection broke/) }]);
  });

  test('what another process has under way is left alone', async () => {
    const { reportId, deliveryId } = await leftBehind();
    await holdAction(deliveryId);
    expect(await settleDeliveries()).toBe(0);
    expect((await report(reportId)).deliveries).toMatchObject([{ outcome: 'under-way' }]);
    await releaseAction(deliveryId);
    expect(await settleDeliveries()).toBe(1);
  });

  test('also when the case was closed meanwhile', async () => {
    const { reportId } = await leftBehind();
    await db.case.update({ where: { id: at.caseId }, data: { closedAt: new Date() } });
    expect(await settleDeliveries()).toBe(1);
    expect((await report(reportId)).deliveries).toMatchObject([{ outcome: 'unknown' }]);
  });
});
