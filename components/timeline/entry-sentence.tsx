import Link from 'next/link';
import { countWords } from '@/components/ui/format';
import { HostileText } from '@/components/ui/hostile-text';
import { cut } from '@/lib/text/bounded';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { whoOf } from './entry-words';

/** More of a sentence does not fit a line of the list; the open entry has all of it. */
const LINE = 300;

interface EntrySentenceProps {
  entry: TimelineEntry;
  find?: string;
  /** as one line within a control: without a control of its own for the rest */
  line?: boolean;
}

/** What happened; how often, and whether its source has forgotten it since. */
export const EntrySentence = ({ entry, find = '', line = false }: EntrySentenceProps) => (
  <>
    <HostileText
      mono={false}
      text={line ? cut(entry.sentence, LINE) : entry.sentence}
      max={line ? LINE : 400}
      find={find}
    />
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
          ·{' '}
          <Link href={`/cases/${number}/actions?q=%23${seq}`} prefetch={false}>
            action #{countWords(seq)}
          </Link>
        </>
      ) : null}
    </>
  );
}
