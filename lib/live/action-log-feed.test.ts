import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { recordNote } from '../action-log/log.server.ts';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { feedActionLog } from './action-log-feed.server.ts';

process.env.BULKHEAD_HOME = mkdtempSync(path.join(tmpdir(), 'bh-feed-'));
const database = await testDatabase();
afterAll(() => database.close());

test('browsers hear of each new record once, however often the feed is started', async () => {
  feedActionLog();
  feedActionLog();
  await recordNote({ person: null, clusterId: null, caseId: null, words: 'one' });
  const events = await db.liveEvent.findMany();
  expect(events.map(({ topic, payload }) => ({ topic, payload }))).toEqual([
    { topic: 'app', payload: { type: 'action-log.grew', upTo: 1, verifiedAt: null } },
  ]);
});
