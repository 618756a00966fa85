import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/postgres.ts';
import type { LiveEvent } from './events.ts';

const database = await testDatabase();
const { inTransaction } = await import('../db/client.server.ts');
const { openStream, publish, publishToThisProcess, livePosition } = await import('./publish.server.ts');
const { clearBefore } = await import('./clear-old.server.ts');
const { stopHub } = await import('./hub.server.ts');

afterAll(async () => {
  await stopHub();
  await database.close();
});

const grew = (upTo: number) => ({ type: 'action-log.grew', upTo, verifiedAt: null }) as const;
const say = (upTo: number) => inTransaction((tx) => publish(tx, 'app', grew(upTo)));
const rows = (at: string): LiveEvent => ({
  type: 'triage.rows',
  clusterId: 'c',
  changed: [],
  removed: [],
  occurredAt: at,
});

async function read(stream: Awaited<ReturnType<typeof openStream>>, count: number) {
  const events: { id: string; event: { type: string; upTo?: number; resumed?: boolean; occurredAt?: string } }[] = [];
  while (events.length < count) {
    const block = await stream.next();
    const match = /^id: (.*)\ndata: (.*)\n\n$/s.exec(block ?? '');
    if (match === null) throw new Error(`no event: ${block}`);
    events.push({ id: match[1] ?? '', event: JSON.parse(match[2] ?? '') });
  }
  return events;
}
/** Events in their order until these were heard; a resumed stream may repeat some of before. */
async function heard(stream: Awaited<ReturnType<typeof openStream>>, ...wanted: (string | number)[]) {
  const left = new Set(wanted);
  while (left.size > 0)
    for (const { event } of await read(stream, 1)) left.delete(event.upTo ?? event.occurredAt ?? '');
}
const open = (last: string | null) => openStream(last, new AbortController().signal);

test('committed events reach every open stream, those of a transaction that was undone do not', async () => {
  const [one, two] = [await open(null), await open(null)];
  await inTransaction(async (tx) => {
    await publish(tx, 'app', grew(1));
    throw new Error('undone');
  }).catch(() => {});
  await say(2);
  for (const stream of [one, two]) {
    const events = await read(stream, 2);
    expect(events.map(({ event }) => event.upTo ?? event.resumed)).toEqual([false, 2]);
    stream.close();
  }
});

test('a stream is resumed by its last event id, for the database’s events and the process’s own', async () => {
  const stream = await open(null);
  await say(3);
  const last = (await read(stream, 2)).at(-1)?.id ?? '';
  stream.close();
  await say(4);
  publishToThisProcess(rows('here'));
  const resumed = await open(last);
  expect((await read(resumed, 1))[0]?.event).toMatchObject({ type: 'hello', resumed: true });
  await heard(resumed, 4, 'here');
  resumed.close();
});

test('a page’s position, taken before it read, hears of all that came after', async () => {
  const from = await livePosition();
  await say(5);
  const stream = await open(from);
  expect((await read(stream, 1))[0]?.event).toMatchObject({ resumed: true });
  await heard(stream, 5);
  stream.close();
});

test.each([
  ['of another process', 'deadbeef.1.1'],
  ['of nobody', 'nonsense'],
])('an id %s cannot be resumed, and the stream says so', async (_, last) => {
  const stream = await open(last);
  expect((await read(stream, 1))[0]?.event).toMatchObject({ type: 'hello', resumed: false });
  stream.close();
});

test('a stream whose events were cleared away cannot be resumed', async () => {
  const from = await livePosition();
  await say(6);
  await say(7);
  await database.query(`UPDATE "LiveEvent" SET "createdAt" = now() - interval '2 days'`);
  await clearBefore(new Date(Date.now() - 86_400_000));
  const stream = await open(from);
  expect((await read(stream, 1))[0]?.event).toMatchObject({ resumed: false });
  stream.close();
  const { rows: left } = await database.query('SELECT id FROM "LiveEvent"');
  expect(left).toHaveLength(1);
});

test('the listening connection is killed: what was committed meanwhile is delivered', async () => {
  const stream = await open(null);
  await read(stream, 1);
  await database.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bulkhead live'",
  );
  await say(8);
  expect((await read(stream, 1))[0]?.event.upTo).toBe(8);
  stream.close();
});
