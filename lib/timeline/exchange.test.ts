import fc from 'fast-check';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { SignedIn } from '../auth/session.server.ts';
import { hostile } from '../testing/hostile.ts';
import { testDatabase } from '../testing/postgres.ts';
import { valueIn } from '../testing/room.ts';
import { personOf, plainCase } from '../testing/timeline.ts';
import { CsvReader } from '../text/csv-read.ts';
import { hidesSomething } from '../text/visible.ts';
import { EntryRecord, type ExportFormat } from './exchange.ts';
import type { ImportQuery } from './imported.ts';
import type { NewEntry } from './write.server.ts';

const database = await testDatabase();
const { db, inTransaction } = await import('../db/client.server.ts');
const annotate = await import('./annotate.server.ts');
const { correctEntry } = await import('./correct.server.ts');
const { groupEntries, hideEntries, setSkew } = await import('./curate.server.ts');
const { exportTimeline } = await import('./export.server.ts');
const { importTimeline } = await import('./import.server.ts');
const { receive } = await import('./import-file.server.ts');
const { addNote } = await import('./note.server.ts');
const { readPage } = await import('./page.server.ts');
const { listTimeline } = await import('./read.server.ts');
const { setVerdict } = await import('./verdict.server.ts');
const { addEntry } = await import('./write.server.ts');
afterAll(() => database.close());

let mei: SignedIn;
let caseId = '';
beforeEach(async () => {
  mei = await personOf('Mei Lindqvist');
  caseId = (await plainCase(mei.id)).caseId;
});

const VIEW = { q: '', zone: 'UTC', hidden: true };
const added = (over: Partial<NewEntry> = {}, inCase = caseId) =>
  inTransaction((tx) =>
    addEntry(tx, {
      caseId: inCase,
      occurredAt: new Date('2026-11-24T03:00:00.250Z'),
      occurredFrom: 'lastTimestamp',
      source: 'kubernetes',
      sentence: 'Back-off pulling image',
      ...over,
    }),
  );
async function exported(format: ExportFormat, from = caseId, q = ''): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of valueIn(exportTimeline(from, { ...VIEW, q }, format))) pieces.push(piece);
  return pieces.join('');
}
const imported = (text: string | Uint8Array, into = caseId, over: Partial<ImportQuery> = {}) =>
  importTimeline(new Blob([text as BlobPart]).stream(), {
    caseId: into,
    person: mei,
    name: 'plaso.csv',
    source: 'alert',
    preview: false,
    ...over,
  });
const said = async (from = caseId) => (await listTimeline(from)).map(({ sentence }) => sentence);
const rowsOf = (csv: string) => {
  const reader = new CsvReader(1_000_000);
  const rows = [...reader.push(csv), ...reader.end()].map((row) => ('cells' in row ? row.cells : []));
  const [head = [], ...rest] = rows;
  return rest.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])));
};

/** A case with everything that an entry can have. */
async function fullCase(): Promise<void> {
  const by = { person: mei };
  const alert = await added({
    source: 'alert',
    emitter: 'falco worker-3',
    sentence: '=HYPERLINK("http://x")',
    detail: { pod: 'web-1' },
  });
  const event = await added({
    count: 40,
    firstAt: new Date('2026-11-24T02:00:00Z'),
    detail: { reason: 'BackOff', deep: { a: [1, 'x'] } },
  });
  const note = valueIn(await addNote({ caseId, occurredAt: '2026-11-24T03:05:00Z', text: 'Bank informed' }, by));
  await added({
    source: 'phase',
    sentence: 'Phase changed to Containment',
    detail: { from: 'detection', to: 'containment' },
  });
  await added({
    source: 'action',
    sentence: 'POST networkpolicies: succeeded',
    detail: { seq: 1285 },
    personId: mei.id,
  });
  const which = { caseId, entryIds: [alert.id, event.id], on: true };
  valueIn(await annotate.tagEntries({ ...which, tag: 'exfiltration' }, by));
  valueIn(await annotate.starEntries(which, by));
  valueIn(await annotate.setTechnique({ ...which, technique: 'T1048.003' }, by));
  valueIn(await annotate.addComment({ caseId, entryId: alert.id, text: 'Sizes match A-04' }, by));
  valueIn(await setVerdict({ caseId, entryIds: [alert.id], verdict: 'verdict:malicious' }, by));
  valueIn(await groupEntries({ caseId, entryIds: [event.id], title: 'Restarts' }, by));
  valueIn(await hideEntries({ caseId, entryIds: [event.id], reason: 'known flapping' }, by));
  valueIn(await setSkew({ caseId, source: 'alert', emitter: 'falco worker-3', skewMs: 12, reason: 'NTP' }, by));
  const correction = {
    caseId,
    entryId: note.id,
    version: 1,
    occurredAt: '2026-11-24T03:06:00Z',
    reason: 'a minute later',
  };
  valueIn(await correctEntry({ ...correction, text: 'Bank informed by phone' }, by));
}

const sorted = (jsonl: string) => jsonl.trim().split('\n').sort();
/** Without the entry that says that there was an import. */
const withoutReport = (jsonl: string) => sorted(jsonl).filter((line) => !line.includes('"Imported '));

test('our own format loses nothing: out, into another case, and out again is the same', async () => {
  await fullCase();
  const out = await exported('jsonl');
  const other = await plainCase(mei.id);
  expect(valueIn(await imported(out, other.caseId))).toMatchObject({
    done: true,
    format: 'jsonl',
    skipped: 0,
    known: 0,
  });
  const again = await exported('jsonl', other.caseId);
  expect(withoutReport(again)).toEqual(sorted(out));
  expect(sorted(out).map((line) => EntryRecord.parse(JSON.parse(line)).source)).toEqual(
    expect.arrayContaining(['alert', 'kubernetes', 'person', 'phase', 'action', 'case']),
  );
});

test('what was added to imported entries goes out with them, what was taken back does not', async () => {
  await fullCase();
  const [line = ''] = sorted(await exported('jsonl', caseId, 'source:alert'));
  const other = await plainCase(mei.id);
  valueIn(await imported(line, other.caseId));
  const entry = (await listTimeline(other.caseId)).find(({ source }) => source === 'alert');
  const which = { caseId: other.caseId, entryIds: [entry?.id ?? ''] };
  valueIn(await annotate.tagEntries({ ...which, tag: 'seen here', on: true }, { person: mei }));
  valueIn(await annotate.tagEntries({ ...which, tag: 'exfiltration', on: false }, { person: mei }));
  const [back] = withoutReport(await exported('jsonl', other.caseId)).map((one) => EntryRecord.parse(JSON.parse(one)));
  const tags = back?.annotations.filter(({ kind }) => kind === 'tag').map(({ value }) => value);
  expect(tags).toEqual(['verdict:malicious', 'seen here']);
  expect(back?.id).toBe(EntryRecord.parse(JSON.parse(line)).id);
});

test('an import never speaks for Bulkhead: no phase, no action, and what came in is known since now', async () => {
  await fullCase();
  const other = await plainCase(mei.id);
  const before = Date.now();
  valueIn(await imported(await exported('jsonl'), other.caseId));
  const entries = await listTimeline(other.caseId);
  expect(new Set(entries.map(({ source }) => source))).toEqual(new Set(['alert', 'kubernetes', 'person', 'case']));
  for (const { recordedAt, by, detail, source } of entries.filter(({ emitter }) => emitter !== '')) {
    expect(Date.parse(recordedAt)).toBeGreaterThanOrEqual(before);
    expect(by).toBeNull();
    if (source === 'case') expect(detail.seq).toBeUndefined();
  }
});

test('a record that merely claims to be imported goes out as what it is', async () => {
  await added();
  const [own = ''] = sorted(await exported('jsonl'));
  const forged = { ...JSON.parse(own), sentence: 'never said' };
  await added({ source: 'alert', detail: { imported: forged } });
  const sentences = sorted(await exported('jsonl', caseId, 'source:alert')).map((line) => JSON.parse(line).sentence);
  expect(sentences).toEqual(['Back-off pulling image']);
});

test('the same file again adds nothing, two equal events in it are two', async () => {
  const event = '{"message":"login","datetime":"2026-11-24T03:00:00+00:00","timestamp_desc":"Event Logged"}\n';
  expect(valueIn(await imported(event + event))).toMatchObject({ added: 2, known: 0 });
  expect(valueIn(await imported(event + event))).toMatchObject({ added: 0, known: 2 });
  expect(await said()).toHaveLength(3); // with the entry that says so
});

test('a file goes back into the case it came from without a double', async () => {
  await fullCase();
  const count = (await said()).length;
  expect(valueIn(await imported(await exported('jsonl')))).toMatchObject({ added: 0, known: count });
});

test('two imports of one file at once are one', async () => {
  const event = '{"message":"login","datetime":"2026-11-24T03:00:00Z","timestamp_desc":"Event Logged"}';
  const both = await Promise.all([imported(event), imported(event)]);
  expect(both.map((one) => valueIn(one).added).sort()).toEqual([0, 1]);
});

const TIMESKETCH_CSV = `message,timestamp,datetime,timestamp_desc,tag,user,extra
"Logon of svc-deploy, ""interactive""",1795489445000000,2026-11-24T03:04:05.123456+00:00,Event Logged,"[""logon"", ""T1078""]",svc-deploy,x
/tmp/.x/kworkerd,1795489445000000,2026-11-24 03:04:06,Creation Time,-,,
"two
lines",,2026-11-24T04:04:07+01:00,Creation Time,"persistence,cron",root,
`;

test('Timesketch CSV: times with and without zone, tags as Timesketch reads them, the rest in the record', async () => {
  expect(valueIn(await imported(TIMESKETCH_CSV))).toEqual({
    done: true,
    format: 'csv',
    added: 3,
    known: 0,
    skipped: 0,
    faults: [],
    first: '2026-11-24T03:04:05.123Z',
    last: '2026-11-24T03:04:07.000Z',
  });
  const [, lines, file, logon] = await listTimeline(caseId);
  expect(logon).toMatchObject({
    sentence: 'Logon of svc-deploy, "interactive"',
    occurredFrom: 'Event Logged',
    source: 'alert',
    emitter: 'import plaso.csv',
    detail: { user: 'svc-deploy', extra: 'x', datetime: '2026-11-24T03:04:05.123456+00:00' },
  });
  expect(logon?.annotations.map(({ kind, value }) => `${kind} ${value}`)).toEqual(['tag logon', 'tag t1078']);
  expect(file).toMatchObject({ occurredAt: '2026-11-24T03:04:06.000Z', annotations: [] });
  expect(lines).toMatchObject({ sentence: 'two\nlines', annotations: [{ value: 'persistence' }, { value: 'cron' }] });
  const found = valueIn(
    await readPage(caseId, { q: 'by:svc-deploy tag:logon', hidden: false, zone: 'UTC', limit: 10 }),
  );
  expect(found.entries).toHaveLength(1);
});

const BROKEN = `{"message":"good","datetime":"2026-11-24T03:00:00Z","timestamp_desc":"x"}
{"message":"no time","timestamp_desc":"x"}
not json
{"message":"bad time","datetime":"tomorrow","timestamp_desc":"x"}

{"message":"${'x'.repeat(1_000_100)}","datetime":"2026-11-24T03:00:00Z","timestamp_desc":"x"}
[1]
{"bulkhead":"timeline-entry/1","id":"nonsense"}
{"message":"good too","datetime":"2026-11-24T03:00:01Z","timestamp_desc":"x"}`;

test('a preview counts, names the lines that are no events, and writes nothing; the import then skips them', async () => {
  const preview = valueIn(await imported(BROKEN, caseId, { preview: true }));
  expect(preview).toMatchObject({ done: false, added: 2, skipped: 6 });
  expect(preview.faults.map(({ line }) => line)).toEqual([2, 3, 4, 6, 7, 8]);
  expect(preview.faults[2]?.words).toBe('datetime is no time: tomorrow');
  expect(await said()).toEqual([]);
  expect(valueIn(await imported(BROKEN))).toMatchObject({ done: true, added: 2, skipped: 6 });
  expect(await said()).toEqual(['Imported 2 entries from plaso.csv', 'good too', 'good']);
});

test.each([
  [
    'without its mandatory columns',
    'message,when\nx,y\n',
    { added: 0, skipped: 1, faults: [{ line: 1, words: expect.stringContaining('datetime') }] },
  ],
  ['that is empty', '', { added: 0, skipped: 0 }],
  [
    'with a byte order mark',
    '\ufeffmessage,datetime,timestamp_desc\nx,2026-11-24T03:00:00Z,y\n',
    { added: 1, skipped: 0 },
  ],
  ['with too many cells in a row', 'message,datetime,timestamp_desc\na,b,c,d\n', { added: 0, skipped: 1 }],
])('a CSV file %s', async (_, text, report) => expect(valueIn(await imported(text))).toMatchObject(report));

const DEEP = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
const OWN = {
  bulkhead: 'timeline-entry/1',
  id: '0190f1a0-0000-7000-8000-000000000000',
  occurredAt: '0000-01-01T00:00:00Z',
};

test.each([
  ['nested beyond all measure', `{"message":"m","datetime":"2026-11-24T03:00:00Z","timestamp_desc":"x","y":${DEEP}}`],
  ['of a year that no database has', '{"message":"m","datetime":"0000-01-01T00:00:00Z","timestamp_desc":"x"}'],
  ['of a year with five digits', '{"message":"m","datetime":"9999-12-31T23:59:59-14:00","timestamp_desc":"x"}'],
  ['of our own, of such a year', JSON.stringify(OWN)],
])('a line %s is skipped, and the others come in', async (_, line) => {
  const good = '{"message":"good","datetime":"2026-11-24T03:00:00Z","timestamp_desc":"x"}';
  const report = valueIn(await imported(`${line}\n${good}`));
  expect(report).toMatchObject({ added: 1, skipped: 1, faults: [{ line: 1 }] });
});

test.each([
  ['record', JSON.stringify(`{"a":${DEEP}}`)],
  ['tag', `"${DEEP}"`],
  ['technique', `"${DEEP}"`],
])('JSON in the text of %s, nested beyond all measure, is left out', async (field, value) => {
  const line = `{"message":"m","datetime":"2026-11-24T03:00:00Z","timestamp_desc":"x","${field}":${value}}`;
  expect(valueIn(await imported(line))).toMatchObject({ added: 1, skipped: 0 });
});

test('a CSV file of very many columns is refused at its first line: each short row would become a long record', async () => {
  const columns = Array.from({ length: 498 }, (_, index) => `c${index}`).join();
  const row = 'x,2026-11-24T03:00:00Z,y\n';
  const wide = `message,datetime,timestamp_desc,${columns}\n${row.repeat(1_000)}`;
  expect(valueIn(await imported(wide))).toMatchObject({ added: 0, skipped: 1, faults: [{ line: 1 }] });
});

test('a larger file than is allowed is dropped while it is received', async () => {
  expect(await receive(new Blob(['x'.repeat(5_000)]).stream(), 4_000)).toBeNull();
});

test('a closed case takes no import', async () => {
  await db.case.update({ where: { id: caseId }, data: { closedAt: new Date() } });
  expect(await imported(TIMESKETCH_CSV)).toMatchObject({ failure: { code: 'case-closed' } });
});

test('Timesketch gets its mandatory fields, microseconds, tags as a list, and what came from an entry twice moved', async () => {
  await fullCase();
  const events = (await exported('timesketch-jsonl'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const alert = events.find(({ source }) => source === 'alert');
  expect(alert).toMatchObject({
    message: '=HYPERLINK("http://x")',
    datetime: '2026-11-24T03:00:00.238+00:00', // 12 ms ahead
    timestamp: Date.parse('2026-11-24T03:00:00.238Z') * 1_000,
    occurred: '2026-11-24T03:00:00.250Z',
    timestamp_desc: 'lastTimestamp',
    tag: ['exfiltration', 'verdict:malicious'],
    technique: ['T1048.003'],
    starred: true,
  });
  expect(events.map(({ timestamp }) => timestamp)).toEqual(
    events.map(({ timestamp }) => timestamp).sort((a, b) => a - b),
  );
  const row = rowsOf(await exported('timesketch-csv')).find(({ source }) => source === 'alert');
  expect(row).toMatchObject({ message: `'=HYPERLINK("http://x")`, tag: '["exfiltration","verdict:malicious"]' });
});

test.each(['timesketch-csv', 'timesketch-jsonl'] as const)(
  '%s: out, into another case, and out again says the same',
  async (format) => {
    await fullCase();
    const out = await exported(format);
    const other = await plainCase(mei.id);
    valueIn(await imported(out, other.caseId));
    const events = async (text: string) =>
      (format === 'timesketch-csv'
        ? rowsOf(text)
        : text
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
      )
        .filter(({ message }) => !message.startsWith('Imported '))
        .map(({ message, datetime, timestamp_desc, tag, technique, starred }) =>
          JSON.stringify({ message, datetime, timestamp_desc, tag, technique, starred }),
        )
        .sort();
    expect(await events(await exported(format, other.caseId))).toEqual(await events(out));
  },
);

test('no cell of the CSV begins like a formula or hides anything, whatever a cluster said', async () => {
  const sentences = [...fc.sample(hostile, 40), 'a\0b\ud800'].filter((text) => text.trim() !== '');
  for (const sentence of sentences)
    await added({ sentence, detail: { [sentence.slice(0, 5)]: sentence, x: '=1+1' }, emitter: sentence.slice(0, 50) });
  const rows = rowsOf(await exported('timesketch-csv'));
  expect(rows).toHaveLength(sentences.length);
  for (const row of rows)
    for (const [column, cell] of Object.entries(row)) {
      if (!['timestamp', 'count', 'wording'].includes(column)) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      expect(hidesSomething(cell.replaceAll('\n', ''))).toBe(false);
      if (column === 'record') expect(() => JSON.parse(cell)).not.toThrow();
    }
});

test('an export of many pages has every entry once, and the filter of the screen', async () => {
  const lines = Array.from({ length: 2_500 }, (_, n) =>
    JSON.stringify({
      message: `event ${n}`,
      datetime: `2026-11-24T03:00:${String(n % 7).padStart(2, '0')}Z`,
      timestamp_desc: 'x',
      n,
    }),
  );
  expect(valueIn(await imported(lines.join('\n')))).toMatchObject({ added: 2_500 });
  const messages = (await exported('timesketch-jsonl', caseId, 'event'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).message);
  expect(new Set(messages).size).toBe(2_500);
  expect(messages).toHaveLength(2_500);
  // events of one moment keep the order of the file
  const first = messages.slice(0, 300).map((message: string) => Number(message.slice(6)));
  expect(first).toEqual([...first].sort((a, b) => a - b));
});
