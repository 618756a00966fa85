'use client';

import Link from 'next/link';
import { Icon, type IconName } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { Empty, ErrorNote, Loading } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { Found, FoundKind } from '@/lib/search/search';
import { useFound } from './use-board';

const KIND: Record<FoundKind, { name: string; icon: IconName }> = {
  case: { name: 'Cases', icon: 'phase' },
  entry: { name: 'Timeline entries and notes', icon: 'note' },
  comment: { name: 'Comments', icon: 'note' },
  task: { name: 'Tasks', icon: 'tick' },
  asset: { name: 'Assets', icon: 'cluster' },
  artifact: { name: 'Artifacts', icon: 'file' },
};

/** What the words of the search occur in, over all cases, each with the way to it. */
export function FoundPanel({ query }: { query: string }) {
  const { data, error, isPlaceholderData } = useFound(query);
  const word = data?.words[0] ?? '';
  // titles and results are what the board beside this is filtered by
  const groups = (data?.groups ?? []).filter(({ kind }) => kind !== 'case');
  return (
    <aside className="pane vr" aria-label="Found in all cases" data-found>
      <div className="pane-h">
        <h2>Found in all cases</h2>
        <span className="sr-only" role="status">
          {data ? `${groups.length} kinds of results for ${query}` : ''}
        </span>
      </div>
      <div className={`min-h-0 flex-1 overflow-y-auto ${isPlaceholderData ? 'opacity-60' : ''}`}>
        {error ? (
          <ErrorNote title={error.message} detail="The filter of the board beside it does not need this." />
        ) : !data ? (
          <Loading words="Searching notes, entries and artifact names" />
        ) : groups.length === 0 ? (
          <Empty title="Nothing found">
            Timeline entries, notes, comments, tasks, assets and names of artifacts of all cases were searched for whole
            words and beginnings of words. What artifacts contain was not.
          </Empty>
        ) : (
          groups.map(({ kind, found, more }) => (
            <section key={kind} aria-label={KIND[kind].name} className="border-b border-line py-2">
              <h3 className="flex items-center gap-2 px-4">
                <Icon name={KIND[kind].icon} small />
                {KIND[kind].name}
                <span className="n">{more ? `the latest ${found.length}` : found.length}</span>
              </h3>
              <ul>
                {found.map((one) => (
                  <FoundRow key={one.id} one={one} find={word} />
                ))}
              </ul>
            </section>
          ))
        )}
      </div>
    </aside>
  );
}

const FoundRow = ({ one, find }: { one: Found; find: string }) => (
  <li>
    <Link href={one.href} prefetch={false} className="block px-4 py-1.5 text-fg hover:bg-raised hover:no-underline">
      <HostileText mono={false} text={one.snippet} max={240} find={find} />
      <span className="meta block truncate">
        Case {one.case.number}
        {one.case.closed ? ', closed' : ''} · <Time at={one.at} />
        {one.kind === 'case' ? null : (
          <>
            {' '}
            · <HostileText mono={false} text={one.case.title} max={60} />
          </>
        )}
      </span>
    </Link>
  </li>
);
