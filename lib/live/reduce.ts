import type { AssetView } from '../cases/asset.ts';
import { byUrgency, type CaseSummary } from '../cases/case.ts';
import type { TaskView } from '../cases/task.ts';
import type { ClusterStatus } from '../cluster/status.ts';
import type { ContainmentView } from '../containment/step.ts';
import type { ArtifactView } from '../evidence/artifact.ts';
import type { ReportView } from '../reports/report.ts';
import { type TimelinePages, withEntry } from '../timeline/pages.ts';
import type { TriageRow } from '../triage/row.ts';
import type { LiveEvent } from './events.ts';
import { type Key, keys, viewOfKey } from './keys.ts';

/** What the reducer needs of a query cache. */
export interface LiveCache {
  /** undefined: nobody asked for it yet, so there is nothing to patch */
  get(key: Key): unknown;
  set(key: Key, value: unknown): void;
  /** keys below this one of which the cache holds a value */
  below(prefix: Key): readonly Key[];
  /** ask again; reaches every query whose key begins so */
  invalidate(key: Key): void;
}

export interface Triage {
  rows: readonly TriageRow[];
  total: number;
  status: ClusterStatus;
}

/** What an event touches: a fetch of one of these that was under way when it came may bring an older answer. */
export function keysOf(event: LiveEvent): readonly Key[] {
  switch (event.type) {
    case 'hello':
    case 'person.told':
      return [];
    case 'cluster.status':
      return [keys.clusters(), keys.triage(event.clusterId)];
    case 'triage.rows':
      return [keys.triage(event.clusterId)];
    case 'case.changed':
      return [keys.case(event.case.number)];
    case 'case.listed':
      return [keys.cases(), keys.board()];
    case 'timeline.entry':
    case 'timeline.reordered':
      return [keys.timeline(event.caseId)];
    case 'artifact.changed':
      return [keys.evidence(event.caseId)];
    case 'containment.changed':
      return [keys.containment(event.caseId)];
    case 'task.changed':
      return [keys.tasks(event.task.caseId)];
    case 'asset.changed':
      return [keys.assets(event.asset.caseId)];
    case 'report.changed':
      return [keys.reports(event.report.caseId)];
    case 'checklist.changed':
      return [keys.checklist(event.caseId)];
    case 'presence.changed':
      return [keys.presence(event.caseId)];
    case 'typing.changed':
      return [keys.typing(event.caseId)];
    case 'readiness.changed':
      return [keys.readiness()];
    case 'playbooks.changed':
      return [keys.playbooks()];
    case 'channels.changed':
      return [keys.channels()];
    case 'people.changed':
      return [keys.access()];
    case 'clusters.changed':
      return [keys.clusters()];
    case 'action-log.grew':
      return [keys.actionLog()];
  }
}

/**
 * Patches what the cache holds with one event. Events carry whole values: applied twice, or again from an earlier one on
 * in the same order, they leave the same cache. `hello` is not for here: after a gap the caller invalidates everything.
 */
export function apply(cache: LiveCache, event: LiveEvent): void {
  switch (event.type) {
    case 'hello':
    case 'person.told':
      return;
    case 'cluster.status':
      patch<ClusterStatus[]>(cache, keys.clusters(), (all) => put(all, event.status, (one) => one.id));
      patch<Triage>(cache, keys.triage(event.clusterId), (triage) => ({ ...triage, status: event.status }));
      return;
    case 'triage.rows':
      patch<Triage>(cache, keys.triage(event.clusterId), (triage) => {
        const rows = withRows(triage.rows, event.changed, event.removed);
        return { ...triage, rows, total: triage.total + rows.length - triage.rows.length };
      });
      return;
    case 'case.changed':
      patch(cache, keys.case(event.case.number), () => event.case);
      return;
    case 'case.listed':
      patch<CaseSummary[]>(cache, keys.cases(), (all) =>
        event.case.closedAt
          ? all.filter(({ id }) => id !== event.case.id)
          : put(all, event.case, (one) => one.id).sort(byUrgency),
      );
      cache.invalidate(keys.board()); // filtered pages: where it belongs in them is the server's to say
      return;
    case 'timeline.entry':
      for (const key of cache.below([...keys.timeline(event.caseId), 'pages']))
        patch<TimelinePages>(cache, key, (held) => withEntry(held, event.entry, viewOfKey(key)));
      return;
    case 'artifact.changed':
      patch<ArtifactView[]>(cache, keys.evidence(event.caseId), (all) =>
        put(all, event.artifact, (one) => one.id).sort((a, b) => a.number - b.number),
      );
      return;
    case 'containment.changed':
      patch<ContainmentView[]>(cache, keys.containment(event.caseId), (all) =>
        put(all, event.containment, (one) => one.suspectId),
      );
      return;
    case 'task.changed':
      patch<TaskView[]>(cache, keys.tasks(event.task.caseId), (all) => put(all, event.task, (one) => one.id));
      return;
    case 'asset.changed':
      patch<AssetView[]>(cache, keys.assets(event.asset.caseId), (all) => put(all, event.asset, (one) => one.id));
      return;
    case 'report.changed':
      patch<ReportView[]>(cache, keys.reports(event.report.caseId), (all) =>
        put(all, event.report, (one) => one.id).sort((a, b) => b.number - a.number),
      );
      return;
    case 'presence.changed':
      patch(cache, keys.presence(event.caseId), () => event.present);
      return;
    case 'typing.changed':
      patch(cache, keys.typing(event.caseId), () => event.typing);
      return;
    // many at once, or computed from many records: asked for anew by those who look at it
    case 'timeline.reordered':
    case 'checklist.changed':
    case 'readiness.changed':
    case 'playbooks.changed':
    case 'channels.changed':
    case 'people.changed':
    case 'clusters.changed':
      for (const key of keysOf(event)) cache.invalidate(key);
      return;
    case 'action-log.grew':
      cache.invalidate(keys.actionLog()); // filtered pages: which of them it belongs to is the server's to say
      return;
  }
}

/** The type of a key's value is the one beside it in keys.ts; its hook and route hold to it. */
function patch<T>(cache: LiveCache, key: Key, change: (value: T) => T): void {
  const value = cache.get(key);
  if (value !== undefined) cache.set(key, change(value as T));
}

/** A copy with `value` in the place of the one with its id, or at the end. */
function put<T>(all: readonly T[], value: T, idOf: (one: T) => string): T[] {
  const at = all.findIndex((one) => idOf(one) === idOf(value));
  return at === -1 ? [...all, value] : all.with(at, value);
}

/** Worst first, then by name, so that two browsers show one order. */
export const worstFirst = (a: TriageRow, b: TriageRow): number =>
  b.risk - a.risk || compare(a.namespace, b.namespace) || compare(a.name, b.name) || compare(a.uid, b.uid);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Rows with some changed and some gone, worst first. Sorts the changed ones alone and merges: 10,000 rows stay cheap. */
export function withRows(
  rows: readonly TriageRow[],
  changed: readonly TriageRow[],
  removed: readonly string[],
): TriageRow[] {
  const moved = new Map(changed.map((row) => [row.uid, row]));
  const gone = new Set(removed);
  const kept = rows.filter((row) => !moved.has(row.uid) && !gone.has(row.uid));
  const incoming = [...moved.values()].filter((row) => !gone.has(row.uid)).sort(worstFirst);
  const merged: TriageRow[] = [];
  let at = 0;
  for (const row of incoming) {
    for (let next = kept[at]; next !== undefined && worstFirst(next, row) <= 0; next = kept[at]) {
      merged.push(next);
      at += 1;
    }
    merged.push(row);
  }
  return merged.concat(kept.slice(at));
}
