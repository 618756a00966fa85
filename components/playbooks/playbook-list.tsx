'use client';

import { PHASE_NAME } from '@/components/case/phases';
import { dayWords } from '@/components/readiness/words';
import { Chip } from '@/components/ui/chip';
import { StatusGlyph } from '@/components/ui/glyphs';
import { useTimeWords } from '@/components/ui/time';
import type { Phase } from '@/lib/cases/case';
import type { PlaybookSummary, PlaybookVersionView, ReviewState } from '@/lib/playbooks/versions';

interface PlaybookListProps {
  playbooks: readonly PlaybookSummary[];
  open: Phase | null;
  onOpen: (phase: Phase) => void;
}

/** The five, in the order in which they are used. */
export const PlaybookList = ({ playbooks, open, onOpen }: PlaybookListProps) => (
  <ol aria-label="Playbooks">
    {playbooks.map((one, index) => (
      <li key={one.phase} className="playbook-row" data-open={one.phase === open}>
        <span className="text-h3 font-semibold text-fg-3">{index + 1}</span>
        <div className="min-w-0">
          <button
            type="button"
            className="text-left text-lead font-semibold"
            aria-pressed={one.phase === open}
            onClick={() => onOpen(one.phase)}
          >
            {one.title}
          </button>{' '}
          {one.draft ? <Chip tone="partial">Draft of version {one.draft.version}</Chip> : null}
          <div className="text-fg-2">
            <VersionName version={one.current} />, {one.steps} steps
          </div>
          <ReviewLine review={one.review} />
        </div>
        <span className="sr-only">{PHASE_NAME[one.phase]}</span>
      </li>
    ))}
  </ol>
);

/** "Version 3, published 2 Nov by Noor Haddad" */
export function VersionName({ version: { version, publishedAt, publishedBy } }: { version: PlaybookVersionView }) {
  const day = useTimeWords((now, zone) => (publishedAt ? dayWords(Date.parse(publishedAt), now, zone) : ''));
  if (version === 0) return <>Version 0, as Bulkhead brings it</>;
  return (
    <>
      Version {version}, published {day} by {publishedBy?.name ?? 'unknown'}
    </>
  );
}

/** When it is due again; amber when it no longer holds. */
export function ReviewLine({ review }: { review: ReviewState }) {
  const words = useTimeWords((now, zone) => reviewWords(review, (at) => dayWords(Date.parse(at), now, zone)));
  return (
    <div className={`flex items-center gap-1.5 text-meta ${review.stale ? 'text-s2-fg' : 'text-fg-3'}`}>
      <StatusGlyph kind={review.stale ? 'caution' : 'ok'} size={13} label={review.stale ? 'late' : 'current'} />
      {words}
    </div>
  );
}

function reviewWords(review: ReviewState, day: (at: string) => string): string {
  const { reviewedAt, reviewedBy, reviewedVersion, nextDueAt, version, stale } = review;
  if (reviewedAt === null || nextDueAt === null) return 'Never reviewed';
  const reviewed = `Reviewed ${day(reviewedAt)} by ${reviewedBy}`;
  if (reviewedVersion !== version) return `${reviewed}, as version ${reviewedVersion}: review version ${version}`;
  return stale ? `${reviewed}: review it again` : `${reviewed}, next by ${day(nextDueAt)}`;
}
