import 'server-only';
import { storable } from '../action-log/canonical.ts';
import type { Prisma, Tx } from '../db/client.server.ts';
import { publish } from '../live/publish.server.ts';
import type { TimelineEntry } from './entry.ts';
import { viewEntries, viewEntry } from './read.server.ts';
import { searchText } from './search-text.ts';

export interface NewEntry {
  caseId: string;
  /** the source's clock */
  occurredAt: Date;
  /** the field of the source that gave it; "ours" when our clock is the source */
  occurredFrom: string;
  source: TimelineEntry['source'];
  sentence: string;
  detail?: Prisma.InputJsonObject;
  personId?: string | null;
  /** unique in its case: a second delivery updates instead of adding */
  dedupeKey?: string;
  count?: number;
  firstAt?: Date | null;
  /** whose clock it is, where a source has several */
  emitter?: string;
}

/** Writes one entry together with its live event. A second delivery of a known key updates, or does nothing. */
export async function addEntry(tx: Tx, entry: NewEntry): Promise<TimelineEntry> {
  const { caseId, dedupeKey } = entry;
  const known = dedupeKey
    ? await tx.timelineEntry.findUnique({ where: { caseId_dedupeKey: { caseId, dedupeKey } } })
    : null;
  const emitter = String(storable(entry.emitter ?? ''));
  const skewMs = await skewOf(tx, { caseId, source: entry.source, emitter });
  const data = {
    occurredAt: entry.occurredAt,
    sortAt: new Date(entry.occurredAt.getTime() - skewMs),
    occurredFrom: String(storable(entry.occurredFrom)),
    sentence: String(storable(entry.sentence)),
    detail: storable(entry.detail ?? {}) as Prisma.InputJsonObject, // the same object, its strings made storable
    count: entry.count ?? 1,
    firstAt: entry.firstAt ?? null,
  };
  if (known && known.count >= data.count && known.occurredAt >= data.occurredAt) return viewEntry(tx, known.id);
  if (known) {
    await tx.timelineEntry.update({ where: { id: known.id }, data });
    return publishEntry(tx, known.id);
  }
  const by = entry.personId
    ? await tx.person.findUnique({ where: { id: entry.personId }, select: { name: true } })
    : null;
  const row = await tx.timelineEntry.create({
    data: {
      ...data,
      caseId,
      emitter,
      source: entry.source,
      personId: entry.personId ?? null,
      dedupeKey: dedupeKey ?? null,
      searchText: searchText({ ...data, by: by?.name ?? null, emitter, version: 1, group: null, annotations: [] }),
    },
    select: { id: true },
  });
  const written = await viewEntry(tx, row.id);
  await publish(tx, `case:${caseId}`, { type: 'timeline.entry', caseId, entry: written });
  return written;
}

type ClockKey = { caseId: string; source: string; emitter: string };
const CLOCK_LOCK = 7_201_145; // beside other advisory locks
const clockName = ({ caseId, source, emitter }: ClockKey) => `${caseId} ${source} ${emitter}`;

/**
 * How far the clock of a source is ahead of ours, in milliseconds, as somebody set it for this case. It stays so until the
 * transaction ends: what is written by it is seen by whoever sets it anew.
 */
export async function skewOf(tx: Tx, key: ClockKey): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${CLOCK_LOCK}::int, hashtext(${clockName(key)}))`;
  const found = await tx.sourceSkew.findUnique({ where: { caseId_source_emitter: key }, select: { skewMs: true } });
  return found?.skewMs ?? 0;
}

/** Waits for all who write by a clock, and lets nobody begin until the transaction ends. */
export async function holdClock(tx: Tx, key: ClockKey): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${CLOCK_LOCK}::int, hashtext(${clockName(key)}))`;
}

/** After an entry, its annotations or its group changed: what the filter sees of it, and what every browser does. */
export async function publishEntry(tx: Tx, id: string): Promise<TimelineEntry> {
  const entry = await viewEntry(tx, id);
  await tx.timelineEntry.update({ where: { id }, data: { searchText: searchText(entry) }, select: { id: true } });
  await publish(tx, `case:${entry.caseId}`, { type: 'timeline.entry', caseId: entry.caseId, entry });
  return entry;
}

/** Up to so many changed entries are told one by one; beyond, browsers ask anew. */
const TOLD_ONE_BY_ONE = 50;

/** The same for several entries of a case. */
export async function publishEntries(tx: Tx, caseId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const entries = await viewEntries(tx, ids);
  const texts = entries.map(searchText);
  await tx.$executeRaw`
    UPDATE "TimelineEntry" e SET "searchText" = t.text
    FROM unnest(${entries.map(({ id }) => id)}::uuid[], ${texts}::text[]) AS t(id, text) WHERE e.id = t.id`;
  if (entries.length > TOLD_ONE_BY_ONE) return publish(tx, `case:${caseId}`, { type: 'timeline.reordered', caseId });
  for (const entry of entries) await publish(tx, `case:${caseId}`, { type: 'timeline.entry', caseId, entry });
}

/** The source no longer has it (an event expired). It stays, and says so. */
export async function markGone(tx: Tx, caseId: string, dedupeKey: string, at: Date): Promise<void> {
  const known = await tx.timelineEntry.findUnique({ where: { caseId_dedupeKey: { caseId, dedupeKey } } });
  if (!known || known.goneFromSource) return;
  await tx.timelineEntry.update({ where: { id: known.id }, data: { goneFromSource: at } });
  await publishEntry(tx, known.id);
}
