import { z } from 'zod';
import { canonicalJson, storable } from '../action-log/canonical.ts';
import { cut, deeperThan } from '../text/bounded.ts';
import { VERDICT_TAGS } from './annotation.ts';
import type { TimelineEntry } from './entry.ts';
import { EntryRecord } from './exchange.ts';
import { Tag } from './inputs.ts';
import { isInReach, typed } from './note.ts';
import { TECHNIQUE } from './techniques.ts';

/** What becomes of one event of a file. */
export interface Candidate {
  /** the same for the same event of the same file, read again; without the prefix of dedupeKey */
  same: string;
  occurredAt: Date;
  source: TimelineEntry['source'];
  occurredFrom: string;
  sentence: string;
  detail: Record<string, unknown>;
  count: number;
  firstAt: Date | null;
  hidden: string | null; // why
  group: string | null; // its title
  annotations: { kind: 'comment' | 'tag' | 'star' | 'keyEvent' | 'technique'; value: string }[];
}

/** Sources that an import may name: what Bulkhead did, and what people of this case did, only Bulkhead itself says. */
export const IMPORT_SOURCES = ['alert', 'audit', 'kubernetes'] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

const MAX = { sentence: 10_000, field: 10_000, fields: 200, tags: 50, levels: 100 } as const;

/** An event as a candidate, or why it is none, in words. `fallback`: its source, where it names none of ours. */
export function candidateOf(event: unknown, fallback: ImportSource): Candidate | string {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return 'is no object';
  if (deeperThan(event, MAX.levels)) return `has more than ${MAX.levels} levels`;
  if ('bulkhead' in event) return ownCandidate(event);
  return timesketchCandidate(event as Record<string, unknown>, fallback); // an object that is no array
}

function ownCandidate(event: object): Candidate | string {
  const parsed = EntryRecord.safeParse(storable(event));
  if (!parsed.success) return wordsOf(parsed.error);
  const record = parsed.data;
  const own = IMPORT_SOURCES.some((source) => source === record.source);
  return {
    same: record.id,
    occurredAt: new Date(record.occurredAt),
    source: own ? record.source : record.source === 'person' ? 'person' : 'case',
    occurredFrom: record.occurredFrom,
    sentence: cut(record.sentence, MAX.sentence),
    // facts of the record stay where the filter looks for them; what Bulkhead links to (actions, artifacts) is of elsewhere
    detail: { ...(own ? record.detail : {}), imported: record },
    count: record.count,
    firstAt: record.firstAt ? new Date(record.firstAt) : null,
    hidden: record.hidden && `${record.hidden.reason} (${record.hidden.by})`,
    group: record.group,
    annotations: once(
      record.annotations.flatMap(({ kind, value, by, at }) =>
        kind === 'link' ? [] : [{ kind, value: kind === 'comment' ? commentText(by, at, value) : value }],
      ),
    ),
  };
}

/** Who wrote it is nobody here; so the comment itself says so. */
export const commentText = (by: string, at: string, value: string): string => `${by}, ${at}: ${value}`;

const Timesketch = z.looseObject({
  message: z.string().trim().min(1),
  datetime: z.string().min(1),
  timestamp_desc: z.string().min(1),
});

/** Fields that are read into something else than the record. */
const READ = new Set(['timestamp', 'tag', 'technique', 'starred', 'key_event', 'source', 'record', 'bulkhead_id']);

function timesketchCandidate(event: Record<string, unknown>, fallback: ImportSource): Candidate | string {
  const parsed = Timesketch.safeParse(storable(event));
  if (!parsed.success) return wordsOf(parsed.error);
  const { message, datetime, timestamp_desc, ...rest } = parsed.data;
  const occurredAt = timeOf(datetime);
  if (!occurredAt) return `datetime is no time: ${cut(datetime, 60)}`;
  const record = objectIn(rest.record);
  const fields = Object.entries(rest).filter(([key, value]) => !READ.has(key) && value !== '' && value !== null);
  if (fields.length > MAX.fields) return `has more than ${MAX.fields} fields`;
  const named = IMPORT_SOURCES.find((source) => source === rest.source);
  return {
    same: canonicalJson(parsed.data),
    occurredAt,
    source: named ?? fallback,
    occurredFrom: cut(timestamp_desc, 100),
    sentence: cut(message, MAX.sentence),
    detail: {
      ...record,
      ...Object.fromEntries(fields.map(([key, value]) => [cut(key, 200), boundedField(value)])),
      ...(FINER.test(datetime) ? { datetime } : {}),
    },
    count: 1,
    firstAt: null,
    hidden: null,
    group: null,
    annotations: once([
      ...tagsIn(rest.tag).map((value) => ({ kind: 'tag' as const, value })),
      ...techniquesIn(rest.technique).map((value) => ({ kind: 'technique' as const, value })),
      ...(isTrue(rest.starred) ? [{ kind: 'star' as const, value: '' }] : []),
      ...(isTrue(rest.key_event) ? [{ kind: 'keyEvent' as const, value: '' }] : []),
    ]),
  };
}

/** A time that says more than the milliseconds that we keep. */
const FINER = /[.,]\d{4}/;

/** Timesketch takes times without a zone as UTC; so do we. */
function timeOf(typed: string): Date | null {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)([.,]\d{1,9})?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(typed.trim());
  if (!match) return null;
  const [, day, clock, fraction = '', zone = 'Z'] = match;
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const at = new Date(`${day}T${clock}${fraction.replace(',', '.').slice(0, 4)}${offset}`);
  return isInReach(at) ? at : null;
}

/** As Timesketch reads a tag field: a list, a list in JSON, words with commas, "-" for none. */
function tagsIn(field: unknown): string[] {
  const found = (Array.isArray(field) ? field : typeof field === 'string' ? listIn(field) : []).flatMap((one) => {
    const text = typeof one === 'string' ? one.trim().toLowerCase() : '';
    if (VERDICT_TAGS.some((verdict) => verdict === text)) return [text];
    const tag = Tag.safeParse(text);
    return tag.success ? [tag.data] : [];
  });
  return found.slice(0, MAX.tags);
}

function techniquesIn(field: unknown): string[] {
  const all = Array.isArray(field) ? field : typeof field === 'string' ? listIn(field) : [];
  return all.map((one) => (typeof one === 'string' ? one.trim() : '')).filter((one) => TECHNIQUE.test(one));
}

function listIn(text: string): unknown[] {
  if (text === '' || text === '-') return [];
  if (text.startsWith('[') && text.endsWith(']')) {
    const list = jsonIn(text);
    return Array.isArray(list) ? list : [];
  }
  return text.split(',');
}

const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === 'True';

/** The record of our own CSV is JSON in a cell; in our own Timesketch JSONL it is an object. */
function objectIn(value: unknown): Record<string, unknown> {
  const object = typeof value === 'string' ? jsonIn(value) : value;
  return typeof object === 'object' && object !== null && !Array.isArray(object) && !deeperThan(object, MAX.levels)
    ? Object.fromEntries(Object.entries(object))
    : {};
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const boundedField = (value: unknown): unknown => (typeof value === 'string' ? cut(value, MAX.field) : value);

/** One tag of a kind, and one verdict, the first. */
function once(annotations: Candidate['annotations']): Candidate['annotations'] {
  const seen = new Set<string>();
  return annotations.filter(({ kind, value }) => {
    const verdict = kind === 'tag' && VERDICT_TAGS.some((one) => one === value);
    const key = verdict ? 'verdict' : `${kind} ${value}`;
    if (kind !== 'comment' && seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const wordsOf = (error: z.ZodError): string => {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('.') || 'event'}: ${issue.message}` : 'cannot be read';
};

/** Of an entry that came from our own format: what it was where it came from. */
export function importedRecord(detail: unknown, dedupeKey: string | null): EntryRecord | null {
  if (!dedupeKey?.startsWith(IMPORT_KEY)) return null; // anything else in a record comes from a cluster
  return z.object({ imported: EntryRecord }).safeParse(detail).data?.imported ?? null;
}

/** Begins the dedupeKey of entries that were imported. */
export const IMPORT_KEY = 'import:';

/** What an import did, or would do: the answer of `POST /api/cases/[n]/timeline/import`. */
export const ImportReport = z.object({
  /** false: only looked at */
  done: z.boolean(),
  format: z.enum(['jsonl', 'csv']),
  /** added now, or would be */
  added: z.number().int(),
  /** of an earlier import of the same file, or of this very case */
  known: z.number().int(),
  /** lines that are no events, with why; the first of them */
  skipped: z.number().int(),
  faults: z.array(z.object({ line: z.number().int(), words: z.string() })),
  first: z.string().nullable(),
  last: z.string().nullable(),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** Query of the import. `preview`: count, and write nothing. */
export const ImportQuery = z.object({
  name: typed(z.string().trim().min(1, 'is empty').max(100, 'is longer than 100 characters')),
  source: z.enum(IMPORT_SOURCES).default('alert'),
  preview: z.stringbool().default(false),
});
export type ImportQuery = z.infer<typeof ImportQuery>;

export const IMPORT_MAX_BYTES = 200_000_000;
