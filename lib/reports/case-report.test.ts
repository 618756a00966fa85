import { randomUUID } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { db } from '../db/client.server.ts';
import { testDatabase } from '../testing/postgres.ts';
import { signedIn, storedCase } from '../testing/stored-case.ts';
import { addEntry } from '../timeline/write.server.ts';
import { caseReport } from './case-report.server.ts';
import { draftOf } from './facts.server.ts';

const database = await testDatabase();
process.env.AUTH_SECRET = 'a secret of at least thirty-two characters';
afterAll(() => database.close());
const ines = await signedIn('commander');
const T = new Date('2026-11-25T03:04:12Z');
const after = (seconds: number) => new Date(T.getTime() + seconds * 1000);
const NASTY =
  '<img src=x onerror=alert(1)> [a](http://e.example) www.e.example \u202egpj.exe \u001b[2J Привет 中文 =1+1';
let at: { caseId: string; number: number };

beforeAll(async () => {
  at = await storedCase(ines.id, { title: `Shell in ${NASTY}`, detectedAt: T, drill: true });
  const { caseId } = at;
  const suspect = await db.suspect.create({
    data: {
      caseId,
      podUid: 'uid-1',
      namespace: 'finance',
      podName: 'payment-abc',
      node: 'worker-3',
      serviceAccount: 'payment',
      ownerChain: [{ kind: 'Deployment', name: 'payment', uid: 'd' }],
      images: [{ container: 'app', image: 'r.example/pay:2', digest: 'sha256:aa' }],
    },
  });
  const run = await db.stepRun.create({
    data: {
      caseId,
      suspectId: suspect.id,
      step: 'quarantine',
      state: 'succeeded',
      planHash: 'h',
      plan: {},
      startedById: ines.id,
      startedAt: after(445),
      result: { outcome: 'verified', checkedAt: after(480).toISOString(), leaks: [], checks: [], policiesRead: 1 },
    },
  });
  await db.artifact.create({
    data: {
      caseId,
      suspectId: suspect.id,
      stepRunId: run.id,
      number: 1,
      collector: 'log',
      title: 'Log of app',
      command: 'GET /api/v1/…/log',
      contentType: 'text/plain',
      state: 'sealed',
      sizeBytes: 71_400_000n,
      sha256: 'c0ffee'.padEnd(64, '0'),
      sealedAt: after(500),
      collectedById: ines.id,
    },
  });
  await db.gateOverride.create({
    data: { caseId, suspectId: suspect.id, gate: 'scaleToZero', reason: 'the node is going down', personId: ines.id },
  });
  await db.asset.create({ data: { caseId, kind: 'secret', name: 'finance/stripe', state: 'confirmed' } });
  await db.task.create({ data: { caseId, title: 'Rotate stripe', createdById: ines.id } });
  const entry = (sentence: string, seconds: number) =>
    db.$transaction((tx) =>
      addEntry(tx, { caseId, occurredAt: after(seconds), occurredFrom: 'ours', source: 'alert', sentence }),
    );
  const shell = await entry(`A shell ran ${NASTY}`, 60);
  const noise = await entry('Nothing but noise', 70);
  await entry('Somebody looked', 90);
  await db.annotation.createMany({
    data: [
      { caseId, entryId: shell.id, kind: 'keyEvent', personId: ines.id },
      { caseId, entryId: shell.id, kind: 'tag', value: 'verdict:malicious', personId: ines.id },
      { caseId, entryId: shell.id, kind: 'comment', value: 'seen before', personId: ines.id },
    ],
  });
  await db.timelineEntry.update({
    where: { id: noise.id },
    data: { hiddenAt: new Date(), hiddenById: ines.id, hiddenReason: 'noise' },
  });
});

test('a draft of a status report is made from what is stored', async () => {
  const draft = await draftOf(at.caseId);
  expect(draft?.content.know).toEqual([
    'finance/payment-abc is suspect (Deployment payment, service account payment, node worker-3).',
    'Not contained yet.',
    expect.stringMatching(/^03:05:12 UTC \(T\+1:00\): A shell ran <img.*\\u\{202e\}gpj.*\. Judged malicious\.$/),
    'Confirmed as reached: secret finance/stripe.',
  ]);
  expect(draft?.content.did).toEqual([
    'finance/payment-abc: isolated at T+7:25, checked at T+8:00.',
    '1 artifact: 1 sealed.',
    expect.stringMatching(/^The gate before scale to zero of finance\/payment-abc was overridden at T\+/),
  ]);
  expect(draft?.content.need).toContain('An owner for: Rotate stripe.');
  expect(await draftOf(randomUUID())).toBeNull();
});

describe('as Markdown', () => {
  const markdown = async () => (await caseReport(at.caseId, 'md', ines))?.bytes.toString('utf8') ?? '';

  test('all that is on record, with hashes, and what is missing is said', async () => {
    const text = await markdown();
    expect(text).toMatch(/^# \\\[DRILL\\\] Case \d+: Shell in/);
    for (const part of [
      '## Key events',
      '- **2026-11-25 03:05:12 UTC T+1:00** \\[alert\\] A shell ran',
      `  - SHA-256 ${'c0ffee'.padEnd(64, '0')}`,
      '**A-01** Log of app: sealed, 71,400,000 bytes',
      '  - Reason: the node is going down',
      '- **confirmed** secret finance/stripe',
      '- **Task** Rotate stripe, no owner',
      '2 entries. 1 entry is hidden as noise and not in it.',
      '## Status reports\n\nNone was sent.',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('Nothing but noise');
  });

  test('nothing in it is markup, a link or HTML of somebody else', async () => {
    const html = micromark(await markdown(), { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
    const elements = new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, name]) => name));
    expect([...elements].sort()).toEqual(['code', 'h1', 'h2', 'li', 'p', 'strong', 'ul'].sort());
    expect(html).not.toMatch(/href|src=x onerror=alert\(1\)>(?!;)[^&]*<img/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).toContain('\\u{202e}gpj');
  });

  test('that it was made is in the action log', async () => {
    await markdown();
    const last = await db.actionRecord.findFirstOrThrow({ orderBy: { seq: 'desc' } });
    expect(JSON.parse(last.body).words).toBe(`Export the report of case ${at.number} as Markdown`);
  });
});

describe('as PDF', () => {
  /** All streams of a PDF, unpacked, and what stands between them. */
  const unpacked = (bytes: Buffer): string => {
    const whole = bytes.toString('latin1');
    return whole.replaceAll(/stream\n([\s\S]*?)\nendstream/g, (_, body: string) => {
      try {
        return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
      } catch {
        return '';
      }
    });
  };

  test('with its own typefaces, also for Cyrillic, and without anything that acts', async () => {
    const file = await caseReport(at.caseId, 'pdf', ines);
    const text = unpacked(file?.bytes ?? Buffer.of());
    expect(file?.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(text).toMatch(/AtkinsonHyperlegible/);
    expect(text).toMatch(/JetBrainsMono/);
    expect(text).not.toMatch(/\/Helvetica|\/URI|\/JavaScript|\/Launch|\/Annots|\/OpenAction/);
    // ToUnicode: a reader who searches or copies gets the letters themselves
    for (const letter of 'Привет')
      expect(text.toLowerCase()).toContain(letter.charCodeAt(0).toString(16).padStart(4, '0'));
  });

  test('a long timeline is cut in the middle, and says so; others get their turn meanwhile', async () => {
    const long = await storedCase(ines.id, { title: 'Long', detectedAt: T });
    await database.query(
      `INSERT INTO "TimelineEntry" (id, "caseId", "occurredAt", "sortAt", source, "occurredFrom", sentence)
       SELECT gen_random_uuid(), $1, t, t, 'audit', 'ours', 'entry ' || n
       FROM generate_series(1, 2500) n, LATERAL (SELECT $2::timestamptz + n * interval '1 second' AS t) s`,
      [long.caseId, T],
    );
    const text = (await caseReport(long.caseId, 'md', ines))?.bytes.toString('utf8') ?? '';
    expect(text).toContain('500 entries left out here, between 2026-11-25 03:20:52 UTC and 2026-11-25 03:29:13 UTC.');
    expect(text).toContain('entry 1000\n');
    expect(text).not.toContain('entry 1001\n');
    expect(text).toContain('entry 1501\n');
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 1);
    const pdf = await caseReport(long.caseId, 'pdf', ines);
    clearInterval(counting);
    expect(turns).toBeGreaterThan(20);
    expect((pdf?.bytes.toString('latin1').match(/\/Type \/Page\n/g) ?? []).length).toBeGreaterThan(20);
  });
});
