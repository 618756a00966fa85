import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { inTransaction, isDuplicate, pool } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { seal } from './chain.server.ts';
import { saveHead } from './head.server.ts';
import {
  exportJsonl,
  listRecords,
  onRecord,
  recordIntent,
  recordNote,
  recordOutcome,
  verifyChain,
} from './log.server.ts';
import type { RecordBody } from './record.ts';

const database = await testDatabase();
afterAll(() => database.close());

const ines = { id: '01a20000-0000-7000-8000-000000000001', name: 'Ines Okafor', role: 'commander' };
const note = (words: string, more: { caseId?: string } = {}) =>
  recordNote({ person: ines, clusterId: 'drill', caseId: more.caseId ?? null, words });
const request = { method: 'POST', path: '/api/v1/x', contentType: 'application/json', body: { a: 1 } };

/** As someone with all rights on the database would: triggers off, change, triggers on. */
async function tamper(sql: string, values: unknown[] = []) {
  await database.query('ALTER TABLE "ActionRecord" DISABLE TRIGGER ALL');
  await database.query(sql, values);
  await database.query(
    'ALTER TABLE "ActionRecord" ENABLE ALWAYS TRIGGER append_only; ALTER TABLE "ActionRecord" ENABLE ALWAYS TRIGGER append_only_truncate',
  );
}

beforeEach(async () => {
  process.env.BULKHEAD_HOME = mkdtempSync(path.join(tmpdir(), 'bh-log-'));
  await tamper('DELETE FROM "ActionRecord"');
});

describe('writing', () => {
  test('thirty at once get sequence numbers without gaps, and the chain verifies', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => note(`note ${index}`)));
    const report = await verifyChain();
    expect(report).toMatchObject({ verifiedUpTo: 30, broken: null });
    expect((await listRecords({ limit: 500 })).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 30 }, (_, index) => 30 - index),
    );
  });

  test('an intent is committed when it returns, with the values of Secrets masked', async () => {
    const body = { kind: 'Secret', metadata: { name: 'a' }, data: { password: 'aHVudGVyMg==' } };
    const intent = await recordIntent({
      person: ines,
      clusterId: 'drill',
      caseId: null,
      words: 'x',
      request: { ...request, body },
    });
    const { rows } = await database.query('SELECT body FROM "ActionRecord" WHERE "actionId" = $1', [intent.actionId]);
    expect(rows[0].body).toContain('"data":{"password":"***"}');
    expect(rows[0].body).not.toContain('aHVudGVyMg');
  });

  test('the same action is begun once and ended once', async () => {
    const actionId = randomUUID();
    const begin = () => recordIntent({ person: ines, clusterId: 'drill', caseId: null, words: 'x', request, actionId });
    const begun = await Promise.allSettled([begin(), begin(), begin()]);
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const end = () => recordOutcome({ actionId, outcome: 'succeeded', answer: null });
    const ended = await Promise.allSettled([end(), end()]);
    const refused = ended.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(isDuplicate(refused.reason)).toBe(true);
    expect((await verifyChain()).verifiedUpTo).toBe(2);
  });

  test('what a listener writes stands or falls with the record', async () => {
    onRecord('test', async (record, tx) => {
      await tx.lease.create({ data: { name: `seq-${record.seq}`, holder: 'listener', expiresAt: new Date(0) } });
      if (record.words === 'refuse') throw new Error('listener refused');
    });
    await note('fine');
    await expect(note('refuse')).rejects.toThrow('listener refused');
    onRecord('test', async () => undefined);
    const { rows } = await database.query('SELECT name FROM "Lease" ORDER BY name');
    expect(rows).toEqual([{ name: 'seq-1' }]);
    expect((await verifyChain()).verifiedUpTo).toBe(1);
  });

  test('a note within a transaction that fails leaves no gap', async () => {
    await inTransaction(async (tx) => {
      await recordNote({ person: ines, clusterId: null, caseId: null, words: 'gone' }, null, tx);
      throw new Error('undo');
    }).catch(() => undefined);
    await note('stays');
    expect(await verifyChain()).toMatchObject({ verifiedUpTo: 1, broken: null });
  });

  test('hostile strings and an answer of megabytes are kept, bounded, and verify', async () => {
    await recordNote(
      { person: ines, clusterId: 'd', caseId: null, words: 'a\0b\u202e\ud800 =cmd()' },
      { text: 'x'.repeat(3_000_000) },
    );
    const [record] = await listRecords();
    expect(record?.words).toBe('a\ufffdb\u202e\ufffd =cmd()');
    expect(JSON.stringify(record).length).toBeLessThan(30_000);
    expect((await verifyChain()).broken).toBeNull();
  });
});

describe('the database itself', () => {
  test.each([
    ['UPDATE', 'UPDATE "ActionRecord" SET body = body'],
    ['DELETE', 'DELETE FROM "ActionRecord"'],
    ['TRUNCATE', 'TRUNCATE "ActionRecord"'],
    ['TRUNCATE … CASCADE', 'TRUNCATE "ActionRecord" CASCADE'],
    [
      'UPDATE with triggers bypassed as for replication',
      `SET session_replication_role = replica; UPDATE "ActionRecord" SET body = body`,
    ],
  ])('refuses %s, even to a superuser', async (_, sql) => {
    await note('stays');
    await expect(pool().query(sql)).rejects.toThrow(/append-only/);
    await pool().query('RESET session_replication_role');
    expect((await listRecords())[0]?.words).toBe('stays');
  });
});

describe('verifying after somebody with all rights on the database', () => {
  const five = async () => {
    for (let seq = 1; seq <= 5; seq++) await note(`note ${seq}`);
    await saveHead({ seq: 5, hash: (await listRecords())[0]?.hash ?? '' });
  };

  test.each<[string, string, number, RegExp]>([
    [
      'changed a body',
      `UPDATE "ActionRecord" SET body = replace(body, 'note 3', 'note X') WHERE seq = 3`,
      3,
      /not what was hashed/,
    ],
    [
      'changed a body and its hash',
      `UPDATE "ActionRecord" SET body = replace(body, 'note 3', 'note X'), hash = encode(sha256(convert_to(replace(body, 'note 3', 'note X'), 'UTF8')), 'hex') WHERE seq = 3`,
      4,
      /does not continue/,
    ],
    ['deleted one in the middle', 'DELETE FROM "ActionRecord" WHERE seq = 3', 3, /record 3 is missing/],
    ['deleted the first', 'DELETE FROM "ActionRecord" WHERE seq = 1', 1, /record 1 is missing/],
    ['cut off the last', 'DELETE FROM "ActionRecord" WHERE seq = 5', 5, /cut off/],
    ['deleted all', 'DELETE FROM "ActionRecord"', 1, /cut off/],
    [
      'swapped two',
      'UPDATE "ActionRecord" SET seq = -seq WHERE seq IN (2, 3); UPDATE "ActionRecord" SET seq = 5 + seq WHERE seq < 0',
      2,
      /says that it is record 3/,
    ],
    ['gave it to somebody else', `UPDATE "ActionRecord" SET "personId" = NULL WHERE seq = 4`, 4, /column personId/],
    [
      'moved it to another time',
      `UPDATE "ActionRecord" SET "recordedAt" = "recordedAt" + interval '1 hour' WHERE seq = 2`,
      2,
      /column recordedAt/,
    ],
    [
      'reordered the members of a body',
      `UPDATE "ActionRecord" SET body = '{"words":"x"}', hash = encode(sha256('{"words":"x"}'), 'hex') WHERE seq = 2`,
      2,
      /canonical/,
    ],
  ])('%s: it is named', async (_, sql, seq, why) => {
    await five();
    await tamper(sql);
    const { broken } = await verifyChain();
    expect(broken?.seq).toBe(seq);
    expect(broken?.why).toMatch(why);
  });

  test('inserted a record between: it is named', async () => {
    await five();
    await tamper(
      'UPDATE "ActionRecord" SET seq = -seq - 1 WHERE seq > 2; UPDATE "ActionRecord" SET seq = -seq WHERE seq < 0',
    );
    await insertForged(3, (await listRecords()).find(({ seq }) => seq === 2)?.hash ?? '');
    expect((await verifyChain()).broken).toMatchObject({ seq: 4 });
  });

  test('wrote the end anew with right hashes: this data folder knows better', async () => {
    await five();
    await tamper('DELETE FROM "ActionRecord" WHERE seq = 5');
    await insertForged(5, (await listRecords())[0]?.hash ?? '');
    const { broken } = await verifyChain();
    expect(broken).toMatchObject({ seq: 5, why: expect.stringContaining('written anew') });
  });

  async function insertForged(seq: number, prevHash: string) {
    const recordedAt = new Date();
    const actionId = randomUUID();
    const body: RecordBody = {
      seq,
      kind: 'note',
      actionId,
      recordedAt: recordedAt.toISOString(),
      person: ines,
      clusterId: null,
      caseId: null,
      words: 'forged',
      request: null,
      outcome: null,
      answer: null,
      prevHash,
    };
    const { text, hash } = seal(body);
    await tamper(
      `INSERT INTO "ActionRecord" (seq, kind, "actionId", "recordedAt", "personId", body, "prevHash", hash) VALUES ($1, 'note', $2, $3, $4, $5, $6, $7)`,
      [seq, actionId, recordedAt, ines.id, text, prevHash, hash],
    );
  }
});

describe('reading', () => {
  test('filters by case, person, outcome and text, and pages', async () => {
    const caseId = randomUUID();
    const intent = await recordIntent({
      person: ines,
      clusterId: 'drill',
      caseId,
      words: 'Create NetworkPolicy finance/q',
      request,
    });
    await recordOutcome({ actionId: intent.actionId, outcome: 'failed', answer: { words: '100%_done\\' } });
    await recordNote({ person: null, clusterId: null, caseId: null, words: 'say "outcome":"failed"' });
    const seqs = async (filter: Parameters<typeof listRecords>[0]) => (await listRecords(filter)).map(({ seq }) => seq);
    expect(await seqs({ caseId })).toEqual([2, 1]);
    expect(await seqs({ personId: ines.id })).toEqual([2, 1]);
    expect(await seqs({ outcome: 'failed' })).toEqual([2]);
    expect(await seqs({ text: 'networkpolicy FINANCE' })).toEqual([2, 1]);
    expect(await seqs({ text: '%_done\\' })).toEqual([2]);
    expect(await seqs({ text: '_' })).toEqual([2]);
    expect(await seqs({ text: '"outcome"' })).toEqual([3]);
    expect(await seqs({ before: 3, limit: 1 })).toEqual([2]);
  });

  test('a record made unreadable is listed as such, and the others still are', async () => {
    await note('one');
    await note('two');
    await tamper(`UPDATE "ActionRecord" SET body = 'rubbish' WHERE seq = 1`);
    expect((await listRecords()).map(({ words }) => words)).toEqual(['two', expect.stringContaining('cannot be read')]);
  });

  test('the export holds every body byte for byte, one a line', async () => {
    await note('one\ntwo');
    await note('three');
    const lines = (await Array.fromAsync(exportJsonl())).join('').trimEnd().split('\n');
    const { rows } = await database.query('SELECT body, hash FROM "ActionRecord" ORDER BY seq');
    expect(lines).toEqual(rows.map(({ body, hash }) => `{"body":${body},"hash":"${hash}"}`));
    for (const line of lines) JSON.parse(line);
  });
});
