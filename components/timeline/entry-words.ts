import { ageWords } from '@/components/ui/format';
import type { IconName } from '@/components/ui/glyphs';
import type { TimelineEntry } from '@/lib/timeline/entry';

type Source = TimelineEntry['source'];

export const SOURCE: Record<Source, { icon: IconName; name: string }> = {
  alert: { icon: 'bell', name: 'Detectors' },
  audit: { icon: 'list', name: 'Audit' },
  action: { icon: 'bolt', name: 'Bulkhead' },
  kubernetes: { icon: 'cluster', name: 'Kubernetes' },
  phase: { icon: 'phase', name: 'Phase' },
  person: { icon: 'note', name: 'People' },
  case: { icon: 'person', name: 'Case' },
};

/** From here on "known after" is worth a remark: somebody may have decided without it. */
const LATE_MS = 60_000;

/** How long after it occurred we knew of it; `ours` where our clock is the source. */
export function knownAfter(entry: Pick<TimelineEntry, 'occurredAt' | 'recordedAt' | 'occurredFrom'>): {
  words: string;
  late: boolean;
} {
  if (entry.occurredFrom === 'ours') return { words: 'ours', late: false };
  const ms = Date.parse(entry.recordedAt) - Date.parse(entry.occurredAt);
  return { words: `+${ageWords(ms)}`, late: ms > LATE_MS };
}

/** Whether an entry has all the words; `user:` and the like are for later, so each word is looked for everywhere. */
export function matches(entry: TimelineEntry, query: string): boolean {
  const haystack =
    `${entry.sentence} ${entry.by ?? ''} ${SOURCE[entry.source].name} ${JSON.stringify(entry.detail)}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

/** One entry, or several artifacts that came one after another of one state: as one line with their count. */
export type Folded = { kind: 'entry'; entry: TimelineEntry } | { kind: 'artifacts'; entries: TimelineEntry[] };

const artifactState = ({ source, detail }: TimelineEntry): string | null =>
  source === 'action' && typeof detail.artifactId === 'string' && typeof detail.state === 'string'
    ? detail.state
    : null;

/** A capture is one thing to a commander, and twenty to an analyst: beside the playbook what was sealed is folded. */
export function foldArtifacts(entries: readonly TimelineEntry[]): Folded[] {
  const folded: Folded[] = [];
  for (const entry of entries) {
    const last = folded.at(-1);
    if (artifactState(entry) !== 'sealed') folded.push({ kind: 'entry', entry });
    else if (last?.kind === 'artifacts') last.entries.push(entry);
    else folded.push({ kind: 'artifacts', entries: [entry] });
  }
  return folded.map((one) =>
    one.kind === 'artifacts' && one.entries.length === 1 && one.entries[0]
      ? { kind: 'entry', entry: one.entries[0] }
      : one,
  );
}
