import 'server-only';
import { createHash, randomBytes } from 'node:crypto';
import type { SignedIn } from '../auth/session.server.ts';
import { openCaseIn } from '../cases/open-case.server.ts';
import { inTransaction, type Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publish } from '../live/publish.server.ts';
import { type FileLine, linesOf, type Received, receive } from './import-file.server.ts';
import {
  type Candidate,
  candidateOf,
  IMPORT_KEY,
  IMPORT_MAX_BYTES,
  type ImportQuery,
  type ImportReport,
} from './imported.ts';
import { searchText } from './search-text.ts';
import { addEntry, skewOf } from './write.server.ts';

/** What is written, and in memory, at once. */
const CHUNK = { events: 500, chars: 4_000_000 } as const;
const FAULTS_SHOWN = 50;
const TIMEOUT_MS = 30 * 60_000;

interface Import extends ImportQuery {
  caseId: string;
  person: SignedIn;
}

/**
 * Brings a file of Timesketch (CSV, JSONL) or of our own (JSONL) into a case: all of its events in one transaction, or nothing.
 * Lines that are no events are skipped and named. The same file again adds nothing. `preview`: reads and counts only.
 */
export async function importTimeline(
  body: ReadableStream<Uint8Array>,
  what: Import,
): Promise<ActionResult<ImportReport>> {
  const received = await receive(body);
  if (!received)
    return failed(
      'file-too-large',
      'The file is too large',
      `More than ${IMPORT_MAX_BYTES / 1_000_000} MB. Nothing was imported.`,
      'Split it.',
    );
  try {
    return await inTransaction((tx) => importIn(tx, received, what), { timeoutMs: TIMEOUT_MS });
  } finally {
    await received.dispose();
  }
}

async function importIn(tx: Tx, received: Received, what: Import): Promise<ActionResult<ImportReport>> {
  const { caseId, preview, name, person } = what;
  const open = await openCaseIn(tx, caseId);
  if (!open.ok) return open;
  // two imports of one file at once: the second sees what the first brought
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`timeline-import ${caseId}`}))`;
  const writer = await Writer.for(tx, what);
  const report: ImportReport = {
    done: !preview,
    format: received.format,
    added: 0,
    known: 0,
    skipped: 0,
    faults: [],
    first: null,
    last: null,
  };
  for await (const chunk of chunksOf(linesOf(received), what.source, report)) await writer.take(chunk, report);
  if (preview || report.added === 0) return succeeded(report);
  await addEntry(tx, {
    caseId,
    occurredAt: new Date(),
    occurredFrom: 'ours',
    source: 'case',
    sentence: `Imported ${report.added.toLocaleString('en-US')} entries from ${name}`,
    detail: {
      name,
      added: report.added,
      known: report.known,
      skipped: report.skipped,
      first: report.first,
      last: report.last,
    },
    personId: person.id,
  });
  await publish(tx, `case:${caseId}`, { type: 'timeline.reordered', caseId });
  return succeeded(report);
}

type Keyed = Candidate & { key: string };

/** Candidates in chunks; what is none goes into the report. */
async function* chunksOf(
  lines: AsyncIterable<FileLine>,
  source: ImportQuery['source'],
  report: ImportReport,
): AsyncGenerator<Keyed[]> {
  const times = new Map<string, number>(); // how often the very same event stood in the file so far
  let chunk: Keyed[] = [];
  let chars = 0;
  for await (const line of lines) {
    const candidate = 'event' in line ? candidateOf(line.event, source) : line.fault;
    if (typeof candidate === 'string') {
      report.skipped += 1;
      if (report.faults.length < FAULTS_SHOWN) report.faults.push({ line: line.line, words: candidate });
      continue;
    }
    const hash = createHash('sha256').update(candidate.same).digest('base64url');
    const nth = (times.get(hash) ?? 0) + 1;
    times.set(hash, nth);
    chunk.push({ ...candidate, key: `${IMPORT_KEY}${hash}${nth > 1 ? `#${nth}` : ''}` });
    chars += 'chars' in line ? line.chars : 0;
    if (chunk.length === CHUNK.events || chars > CHUNK.chars) {
      yield chunk;
      chunk = [];
      chars = 0;
    }
  }
  if (chunk.length > 0) yield chunk;
}

/** Writes candidates of one import, or only counts them. */
class Writer {
  readonly #tx: Tx;
  readonly #what: Import;
  readonly #now = new Date();
  readonly #emitter: string;
  readonly #skews: ReadonlyMap<string, number>;
  readonly #groups = new Map<string, string>();
  #written = 0;

  private constructor(tx: Tx, what: Import, emitter: string, skews: ReadonlyMap<string, number>) {
    this.#tx = tx;
    this.#what = what;
    this.#emitter = emitter;
    this.#skews = skews;
  }

  static async for(tx: Tx, what: Import): Promise<Writer> {
    const emitter = `import ${what.name}`;
    const skews = new Map<string, number>();
    for (const source of ['alert', 'audit', 'kubernetes', 'person', 'case'])
      skews.set(source, await skewOf(tx, { caseId: what.caseId, source, emitter }));
    return new Writer(tx, what, emitter, skews);
  }

  async take(chunk: readonly Keyed[], report: ImportReport): Promise<void> {
    const known = await this.#known(chunk);
    const fresh = chunk.filter(({ key, same }) => !known.has(key) && !known.has(same));
    report.known += chunk.length - fresh.length;
    report.added += fresh.length;
    for (const { occurredAt } of fresh) {
      const at = occurredAt.toISOString();
      if (report.first === null || at < report.first) report.first = at;
      if (report.last === null || at > report.last) report.last = at;
    }
    if (!this.#what.preview && fresh.length > 0) await this.#write(fresh);
  }

  /** Keys of what an earlier import brought, and ids of entries of this very case. */
  async #known(chunk: readonly Keyed[]): Promise<Set<string>> {
    const keys = chunk.map(({ key }) => key);
    const ids = chunk.map(({ same }) => same).filter((same) => /^[0-9a-f-]{36}$/.test(same));
    const rows = await this.#tx.$queryRaw<{ id: string; dedupeKey: string | null }[]>`
      SELECT id, "dedupeKey" FROM "TimelineEntry" WHERE "caseId" = ${this.#what.caseId}::uuid
        AND ("dedupeKey" = ANY(${keys}::text[]) OR id = ANY(${ids}::uuid[]))`;
    return new Set(rows.flatMap(({ id, dedupeKey }) => [id, dedupeKey ?? id]));
  }

  /** One parameter of JSON for all of them: a parameter for each value would be thousands, and Prisma would plan each chunk anew. */
  async #write(fresh: readonly Keyed[]): Promise<void> {
    const { caseId, person } = this.#what;
    const groups = await this.#groupsOf(fresh);
    const rows = fresh.map((candidate) => ({ id: this.#nextId(), candidate }));
    const entries = rows.map(({ id, candidate }) => this.#rowOf(id, candidate, groups));
    await this.#tx.$executeRaw`
      INSERT INTO "TimelineEntry" (id, "caseId", "occurredAt", "sortAt", "recordedAt", source, emitter, "occurredFrom", sentence, detail,
        "dedupeKey", count, "firstAt", "groupId", "hiddenAt", "hiddenById", "hiddenReason", "searchText")
      SELECT id, ${caseId}::uuid, "occurredAt", "sortAt", ${this.#now}, source, ${this.#emitter}, "occurredFrom", sentence, detail,
        "dedupeKey", count, "firstAt", "groupId", "hiddenAt", "hiddenById", "hiddenReason", "searchText"
      FROM json_to_recordset(${JSON.stringify(entries)}::json) AS t(id uuid, "occurredAt" timestamptz, "sortAt" timestamptz, source text,
        "occurredFrom" text, sentence text, detail jsonb, "dedupeKey" text, count int, "firstAt" timestamptz, "groupId" uuid,
        "hiddenAt" timestamptz, "hiddenById" uuid, "hiddenReason" text, "searchText" text)`;
    await this.#tx.annotation.createMany({
      data: rows.flatMap(({ id, candidate }) =>
        candidate.annotations.map(({ kind, value }) => ({
          caseId,
          entryId: id,
          kind,
          value,
          personId: person.id,
          createdAt: this.#now,
        })),
      ),
    });
  }

  #rowOf(id: string, candidate: Keyed, groups: ReadonlyMap<string, string>) {
    const { occurredAt, source, occurredFrom, sentence, detail, key, count, firstAt, group, hidden } = candidate;
    return {
      id,
      occurredAt,
      sortAt: new Date(occurredAt.getTime() - (this.#skews.get(source) ?? 0)),
      source,
      occurredFrom,
      sentence,
      detail,
      dedupeKey: key,
      count,
      firstAt,
      groupId: group === null ? null : (groups.get(group) ?? null),
      hiddenAt: hidden === null ? null : this.#now,
      hiddenById: hidden === null ? null : this.#what.person.id,
      hiddenReason: hidden,
      searchText: this.#textOf(candidate),
    };
  }

  #textOf(candidate: Keyed): string {
    const group = candidate.group === null ? null : { title: candidate.group };
    return searchText({ ...candidate, by: null, emitter: this.#emitter, version: 1, group });
  }

  async #groupsOf(fresh: readonly Keyed[]): Promise<ReadonlyMap<string, string>> {
    for (const { group } of fresh) {
      if (group === null || this.#groups.has(group)) continue;
      const { id } = await this.#tx.entryGroup.create({
        data: { caseId: this.#what.caseId, title: group, createdById: this.#what.person.id },
        select: { id: true },
      });
      this.#groups.set(group, id);
    }
    return this.#groups;
  }

  /** UUIDs of version 7 that grow with each entry, so that events of one moment keep the order of the file. */
  #nextId(): string {
    const n = this.#written++;
    const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
    const time = hex(this.#now.getTime(), 12);
    const count = `7${hex((n >>> 12) & 0xfff, 3)}-8${hex(n & 0xfff, 3)}`;
    return `${time.slice(0, 8)}-${time.slice(8)}-${count}-${randomBytes(6).toString('hex')}`;
  }
}
