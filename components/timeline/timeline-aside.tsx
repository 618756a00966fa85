'use client';

import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { Icon } from '@/components/ui/glyphs';
import { keyboardScroll } from '@/components/ui/scroll';
import { Empty, ErrorNote, Loading } from '@/components/ui/states';
import { Time, TPlus } from '@/components/ui/time';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { EntryOrigin, EntrySentence } from './entry-sentence';
import { foldArtifacts, knownAfter, SOURCE } from './entry-words';
import { NoteForm } from './note-form';
import { useTimeline } from './use-timeline';

/** The latest entries beside the playbook, and where a note is written. */
const SHOWN = 60;

interface TimelineAsideProps {
  number: number;
  caseId: string;
  detectedAt: string;
  closedAt: string | null;
}

export function TimelineAside({ number, caseId, detectedAt, closedAt }: TimelineAsideProps) {
  const timeline = useTimeline(number, caseId);
  const arrived = useArrived(timeline.data);
  return (
    <aside className="pane vr" aria-label="Timeline">
      <div className="pane-h">
        <h2>Timeline</h2>
        <span className="flex-1" />
        <Link href={`/cases/${number}/timeline`}>All sources</Link>
      </div>
      {timeline.data ? (
        timeline.data.length === 0 ? (
          <Empty title="Nothing yet">
            Actions, Kubernetes events of the suspects, phases and notes will stand here.
          </Empty>
        ) : (
          <ol
            className="min-h-0 flex-1 overflow-y-auto"
            aria-label="Latest entries"
            aria-live="polite"
            aria-relevant="additions"
            {...keyboardScroll}
          >
            {foldArtifacts(timeline.data)
              .slice(0, SHOWN)
              .map((one) =>
                one.kind === 'entry' ? (
                  <Entry
                    key={one.entry.id}
                    entry={one.entry}
                    number={number}
                    detectedAt={detectedAt}
                    isNew={arrived(one.entry.id)}
                  />
                ) : (
                  <Artifacts
                    key={one.entries.at(-1)?.id}
                    entries={one.entries}
                    number={number}
                    detectedAt={detectedAt}
                  />
                ),
              )}
          </ol>
        )
      ) : timeline.error ? (
        <ErrorNote title={timeline.error.message} />
      ) : (
        <Loading words="Reading the timeline" />
      )}
      <NoteForm number={number} caseId={caseId} closedAt={closedAt} />
    </aside>
  );
}

function Entry({
  entry,
  number,
  detectedAt,
  isNew,
}: {
  entry: TimelineEntry;
  number: number;
  detectedAt: string;
  isNew: boolean;
}) {
  const known = knownAfter(entry);
  return (
    <li className="te" data-new={isNew || undefined}>
      <div className="te-time">
        <Link href={`/cases/${number}/timeline?entry=${entry.id}`} prefetch={false} className="text-fg hover:underline">
          <Time at={entry.occurredAt} />
        </Link>
        <small>
          <TPlus at={entry.occurredAt} from={detectedAt} />
        </small>
      </div>
      <div className="te-line">
        <Icon name={SOURCE[entry.source].icon} />
      </div>
      <div className="min-w-0">
        <div className="te-text">
          <EntrySentence entry={entry} />
        </div>
        <div className="te-source">
          {SOURCE[entry.source].name} · <EntryOrigin entry={entry} number={number} />
          {known.words === 'ours' ? null : (
            <span className={known.late ? 'text-s2-fg' : ''}> · known {known.words}</span>
          )}
        </div>
      </div>
    </li>
  );
}

/** Artifacts of one capture as one line; each of them stands in the timeline and in the evidence. */
function Artifacts({
  entries,
  number,
  detectedAt,
}: {
  entries: readonly TimelineEntry[];
  number: number;
  detectedAt: string;
}) {
  const [latest, first] = [entries[0], entries.at(-1)];
  if (!latest || !first) return null;
  return (
    <li className="te">
      <div className="te-time">
        <Time at={latest.occurredAt} />
        <small>
          <TPlus at={latest.occurredAt} from={detectedAt} />
        </small>
      </div>
      <div className="te-line">
        <Icon name="file" />
      </div>
      <div className="min-w-0">
        <div className="te-text">
          <Link href={`/cases/${number}/evidence`}>{entries.length} artifacts</Link> sealed since{' '}
          <Time at={first.occurredAt} />
        </div>
        <div className="te-source">
          Bulkhead · <EntryOrigin entry={latest} number={number} />
        </div>
      </div>
    </li>
  );
}

/** Which entries came after the first ones were on screen: they fade in where they stand. */
function useArrived(entries: readonly TimelineEntry[] | undefined): (id: string) => boolean {
  const seen = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (entries && seen.current === null) seen.current = new Set(entries.map(({ id }) => id));
  }, [entries]);
  return (id) => seen.current !== null && !seen.current.has(id);
}
