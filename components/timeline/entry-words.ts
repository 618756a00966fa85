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

/** Who or what it came from: a person, the component that reported it, or Bulkhead itself. */
export function whoOf({ by, source, detail, emitter }: TimelineEntry): string {
  if (by !== null) return by;
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const user =
    typeof detail.user === 'object' && detail.user !== null ? Reflect.get(detail.user, 'username') : detail.user;
  switch (source) {
    case 'kubernetes':
      return text(detail.component) ?? 'not said';
    case 'audit':
      return text(user)?.replace(/^system:serviceaccount:/, '') ?? text(emitter) ?? 'not said';
    case 'alert':
      return text(emitter) ?? 'not said';
    default:
      return 'Bulkhead';
  }
}

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

/** What was taken off the time that the source gave, in milliseconds: above 0 its clock is ahead of ours. */
export const skewOf = ({ occurredAt, sortAt }: Pick<TimelineEntry, 'occurredAt' | 'sortAt'>): number =>
  Date.parse(occurredAt) - Date.parse(sortAt);

/** "12 ms", "−1.4 s", "3 min 5 s": how far a clock is off. */
export function skewWords(ms: number): string {
  const [sign, size] = [ms < 0 ? '−' : '', Math.abs(ms)];
  if (size < 1_000) return `${sign}${size} ms`;
  return size < 60_000
    ? `${sign}${size / 1_000} s`
    : `${sign}${Math.floor(size / 60_000)} min ${(size % 60_000) / 1_000} s`;
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
