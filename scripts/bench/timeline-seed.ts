import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { TimelineEntry } from '../../lib/timeline/entry.ts';
import { searchText } from '../../lib/timeline/search-text.ts';

// A case of three weeks as a loud detector and an audit log of a busy cluster make it.
const DAYS = 21;
const CHUNK = 5_000;

interface Row extends Pick<TimelineEntry, 'source' | 'occurredFrom' | 'sentence' | 'detail' | 'emitter'> {
  id: string;
  occurredAt: string;
  recordedAt: string;
  searchText: string;
}

/** Puts `count` entries into a case that is there; the last one occurred now. Past the program: an import of that size would be its own bench. */
export async function seedTimeline(databaseUrl: string, caseId: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const begin = Date.now() - DAYS * 86_400_000;
    for (let from = 0; from < count; from += CHUNK) {
      const rows = Array.from({ length: Math.min(CHUNK, count - from) }, (_, index) =>
        rowOf(from + index, begin + ((from + index) / count) * DAYS * 86_400_000),
      );
      await client.query(
        `INSERT INTO "TimelineEntry" (id, "caseId", "occurredAt", "recordedAt", "sortAt", source, emitter, "occurredFrom", sentence, detail, "searchText")
         SELECT id, $1, "occurredAt", "recordedAt", "occurredAt", source, emitter, "occurredFrom", sentence, detail, "searchText"
         FROM json_to_recordset($2) AS t(id uuid, "occurredAt" timestamptz, "recordedAt" timestamptz, source text, emitter text,
           "occurredFrom" text, sentence text, detail jsonb, "searchText" text)`,
        [caseId, JSON.stringify(rows)],
      );
    }
    await client.query('VACUUM ANALYZE "TimelineEntry"');
  } finally {
    await client.end();
  }
}

const VERBS = ['get', 'list', 'watch', 'create', 'patch', 'delete'] as const;
const RESOURCES = ['pods', 'secrets', 'configmaps', 'deployments', 'rolebindings'] as const;
const NAMESPACES = ['finance', 'ci', 'web', 'data', 'monitoring'] as const;
const RULES = [
  'Unexpected outbound connection',
  'Shell in a container',
  'Read of a sensitive file',
  'New executable run',
] as const;
const REASONS = ['BackOff', 'Pulled', 'Killing', 'Unhealthy', 'Scheduled'] as const;

/** One in 5,000 names what a filter looks for and hardly anything else says. */
export const RARE = 'kworkerd';

function rowOf(n: number, at: number): Row {
  const namespace = of(NAMESPACES, n * 7 + (n >> 5));
  const pod = `payment-service-${(n % 40).toString(16)}c9f6d5b8-${((n * 2_654_435_761) % 1_048_576).toString(36)}`;
  const occurredAt = new Date(at).toISOString();
  const recordedAt = new Date(at + 300).toISOString();
  const made = n % 10 < 6 ? audit(n, namespace, pod) : n % 10 < 8 ? event(n, namespace, pod) : alert(n, namespace, pod);
  const fields = { ...made, by: null, version: 1, group: null, annotations: [] };
  return { ...made, id: randomUUID(), occurredAt, recordedAt, searchText: searchText(fields) };
}

function audit(n: number, namespace: string, pod: string) {
  const [verb, resource] = [of(VERBS, n + (n >> 3)), of(RESOURCES, n + (n >> 4))];
  return {
    source: 'audit' as const,
    emitter: '',
    occurredFrom: 'stageTimestamp',
    sentence: `${verb} ${resource} in ${namespace} by system:serviceaccount:${namespace}:default`,
    detail: {
      verb,
      user: { username: `system:serviceaccount:${namespace}:default` },
      pod,
      namespace,
      sourceIP: `10.0.${n % 250}.7`,
    },
  };
}

function event(n: number, namespace: string, pod: string) {
  const reason = of(REASONS, n + (n >> 3));
  return {
    source: 'kubernetes' as const,
    emitter: '',
    occurredFrom: 'lastTimestamp',
    sentence: `Pod ${pod}: ${reason}: container main of pod ${pod}`,
    detail: { reason, namespace, about: { kind: 'Pod', name: pod }, component: 'kubelet' },
  };
}

function alert(n: number, namespace: string, pod: string) {
  const program = n % 5_000 === 8 ? RARE : 'curl';
  return {
    source: 'alert' as const,
    emitter: `falco worker-${n % 3}`,
    occurredFrom: 'time',
    sentence: `${of(RULES, n + (n >> 3))}: ${program} to 203.0.113.${n % 250}:4444`,
    detail: {
      pod,
      namespace,
      output_fields: { 'proc.name': program, 'fd.rip': `203.0.113.${n % 250}`, 'proc.pid': n % 30_000 },
    },
  };
}

const of = <T>(all: readonly T[], n: number): T => all[n % all.length] as T; // the index is below the length
