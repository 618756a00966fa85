import { afterAll, beforeEach, expect, test } from 'vitest';
import type { SignedIn } from '../auth/session.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { personOf, plainCase } from '../testing/timeline.ts';
import type { NewEntry } from './write.server.ts';

const database = await testDatabase();
const { inTransaction } = await import('../db/client.server.ts');
const { clocksOf } = await import('./clocks.server.ts');
const { setSkew } = await import('./curate.server.ts');
const { addEntry } = await import('./write.server.ts');
afterAll(() => database.close());

let mei: SignedIn;
let caseId = '';
beforeEach(async () => {
  mei = await personOf('Mei Lindqvist');
  caseId = (await plainCase(mei.id)).caseId;
});

const added = (over: Partial<NewEntry>) =>
  inTransaction((tx) =>
    addEntry(tx, {
      caseId,
      occurredAt: new Date(),
      occurredFrom: 'time',
      source: 'alert',
      sentence: 'Unexpected egress',
      ...over,
    }),
  );

test('a clock that told of things before they happened is ahead by that at least', async () => {
  await added({ emitter: 'falco worker-3', occurredAt: new Date(Date.now() + 60_000) });
  await added({ emitter: 'falco worker-3', occurredAt: new Date(Date.now() - 60_000) });
  await added({ emitter: 'falco worker-1', occurredAt: new Date(Date.now() - 5_000) });
  await added({ source: 'action', occurredFrom: 'ours' });
  const clocks = (await clocksOf(caseId)).filter(({ source }) => source === 'alert' || source === 'action');
  const of = (emitter: string) => clocks.find((clock) => clock.emitter === emitter);
  expect(clocks).toHaveLength(3);
  expect(of('falco worker-3')).toMatchObject({ source: 'alert', entries: 2, skew: null });
  expect(of('falco worker-3')?.leastLagMs).toBeLessThan(-50_000);
  expect(of('falco worker-1')?.leastLagMs).toBeGreaterThan(4_000);
  expect(of('')).toMatchObject({ source: 'action', leastLagMs: null });
});

test('what was set for a clock is said with who set it and why', async () => {
  await added({ emitter: 'falco worker-3' });
  const clock = { caseId, source: 'alert' as const, emitter: 'falco worker-3' };
  valueIn(await setSkew({ ...clock, skewMs: -12, reason: 'compared with the audit log' }, { person: mei }));
  expect((await clocksOf(caseId)).find(({ emitter }) => emitter === clock.emitter)).toMatchObject({
    entries: 1,
    skew: { ms: -12, reason: 'compared with the audit log', by: 'Mei Lindqvist' },
  });
});
