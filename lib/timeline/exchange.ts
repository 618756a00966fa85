import { z } from 'zod';
import { csvRow } from '../text/csv.ts';
import { visibleLines } from '../text/visible.ts';
import { ANNOTATION_KINDS } from './annotation.ts';
import { TIMELINE_SOURCES, type TimelineEntry } from './entry.ts';
import { isInReach } from './note.ts';

/** Files in which a timeline leaves, and comes in. */
export const EXPORT_FORMATS = ['timesketch-csv', 'timesketch-jsonl', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * Fields of an event for Timesketch. The first four are its own (message, datetime and timestamp_desc mandatory; timestamp in
 * microseconds since 1970), tag is its list of tags. The rest is ours: both clocks, who, and what analysts added.
 */
export const TIMESKETCH_COLUMNS = [
  'message',
  'datetime',
  'timestamp',
  'timestamp_desc',
  'tag',
  'source',
  'emitter',
  'who',
  'occurred',
  'known_since',
  'count',
  'first_seen',
  'gone_since',
  'technique',
  'starred',
  'key_event',
  'comment',
  'group',
  'hidden',
  'wording',
  'record',
  'bulkhead_id',
] as const;
type Column = (typeof TIMESKETCH_COLUMNS)[number];

/** An entry as an event of Timesketch, at the time it stands at: with the skew of its clock taken off. */
export function timesketchEvent(entry: TimelineEntry): Record<Column, unknown> {
  const values = (kind: TimelineEntry['annotations'][number]['kind']) =>
    entry.annotations.filter((one) => one.kind === kind).map(({ value }) => value);
  return {
    message: entry.sentence,
    datetime: entry.sortAt.replace('Z', '+00:00'),
    timestamp: Date.parse(entry.sortAt) * 1_000,
    timestamp_desc: entry.occurredFrom,
    tag: values('tag'),
    source: entry.source,
    emitter: entry.emitter,
    who: entry.by,
    occurred: entry.occurredAt,
    known_since: entry.recordedAt,
    count: entry.count,
    first_seen: entry.firstAt,
    gone_since: entry.goneFromSource,
    technique: values('technique'),
    starred: values('star').length > 0,
    key_event: values('keyEvent').length > 0,
    comment: entry.annotations
      .filter(({ kind }) => kind === 'comment')
      .map(({ by, createdAt, value }) => `${by.name}, ${createdAt}: ${value}`),
    group: entry.group?.title ?? null,
    hidden: entry.hidden && `${entry.hidden.by}, ${entry.hidden.at}: ${entry.hidden.reason}`,
    wording: entry.version,
    record: entry.detail,
    bulkhead_id: entry.id,
  };
}

/** One line of CSV. Lists and records are JSON; what a spreadsheet might run, or nobody sees, is made harmless (csvCell). */
export const timesketchCsv = (entry: TimelineEntry): string => {
  const event = timesketchEvent(entry);
  return csvRow(TIMESKETCH_COLUMNS.map((column) => csvValue(event[column])));
};

/** Escapes of invisible characters are made inside the JSON's strings, so that it stays JSON. */
function csvValue(value: unknown): string | number | null {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return String(value);
  return JSON.stringify(allVisible(value));
}

function allVisible(value: unknown): unknown {
  if (typeof value === 'string') return visibleLines(value);
  if (Array.isArray(value)) return value.map(allVisible);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [visibleLines(key), allVisible(one)]));
}

export const TIMESKETCH_HEAD = csvRow(TIMESKETCH_COLUMNS);

/** A field that says nothing is left out, as Timesketch would show it as a value. */
export const timesketchJsonl = (entry: TimelineEntry): string => {
  const fields = Object.entries(timesketchEvent(entry)).filter(([, value]) => value !== null && value !== '');
  return `${JSON.stringify(Object.fromEntries(fields))}\n`;
};

const time = z.iso.datetime({ offset: true }).refine((at) => isInReach(new Date(at)), 'is a time out of reach');
const text = z.string();

/** A line of our own format: an entry with all its wordings and annotations, as it was where it was written. */
export const EntryRecord = z.object({
  bulkhead: z.literal('timeline-entry/1'),
  id: z.uuid(),
  occurredAt: time,
  recordedAt: time,
  sortAt: time,
  source: z.enum(TIMELINE_SOURCES),
  occurredFrom: text.max(100),
  emitter: text.max(300),
  sentence: text.max(20_000),
  detail: z.record(text, z.unknown()),
  by: text.max(200).nullable(),
  count: z.number().int().min(1).max(2_147_483_647),
  firstAt: time.nullable(),
  goneFromSource: time.nullable(),
  version: z.number().int().min(1),
  /** what it said before, oldest first */
  versions: z.array(
    z.object({
      version: z.number().int().min(1),
      sentence: text,
      occurredAt: time,
      by: text.nullable(),
      replacedAt: time,
      replacedBy: text,
      reason: text,
    }),
  ),
  group: text.max(200).nullable(),
  hidden: z.object({ by: text.max(200), at: time, reason: text.max(500) }).nullable(),
  annotations: z.array(
    z.object({
      kind: z.enum(ANNOTATION_KINDS),
      value: text.max(10_000),
      by: text.max(200),
      at: time,
      editedAt: time.nullable(),
    }),
  ),
});
export type EntryRecord = z.infer<typeof EntryRecord>;
