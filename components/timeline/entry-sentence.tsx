import Link from 'next/link';
import { countWords } from '@/components/ui/format';
import { HostileText } from '@/components/ui/hostile-text';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { whoOf } from './entry-words';

/** What happened; how often, and whether its source has forgotten it since. */
export const EntrySentence = ({ entry, find = '' }: { entry: TimelineEntry; find?: string }) => (
  <>
    <HostileText mono={false} text={entry.sentence} max={400} find={find} />
    {entry.count > 1 ? <span className="chip ml-1.5">× {countWords(entry.count)}</span> : null}
    {entry.goneFromSource ? <span className="meta"> no longer in the cluster</span> : null}
  </>
);

/** "Action #1,281" as a link to it, where the entry came from one. */
export function EntryOrigin({ entry, number }: { entry: TimelineEntry; number: number }) {
  const seq = entry.detail.seq;
  return (
    <>
      <HostileText mono={false} text={whoOf(entry)} />
      {typeof seq === 'number' ? (
        <>
          {' '}
          · <Link href={`/cases/${number}/actions?q=%23${seq}`}>action #{countWords(seq)}</Link>
        </>
      ) : null}
    </>
  );
}
