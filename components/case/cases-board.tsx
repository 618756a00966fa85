'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useStreamUp } from '@/components/live/live-provider';
import { casesQuery } from '@/components/shell/queries';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button, buttonClass } from '@/components/ui/button';
import { HostileText } from '@/components/ui/hostile-text';
import { Kbd } from '@/components/ui/kbd';
import { Seg } from '@/components/ui/seg';
import { Empty, ErrorNote, Loading, Stale } from '@/components/ui/states';
import { useUrlState } from '@/components/url-state';
import type { BoardPage } from '@/lib/cases/board';
import type { CaseSummary } from '@/lib/cases/case';
import { finding, headline, inHeldOrder, openCounts, SHOWN, type Shown, withLive } from './board-model';
import { BoardSearch } from './board-search';
import { BoardSide } from './board-side';
import { BoardTable } from './board-table';
import { FoundPanel } from './found-panel';
import { type BoardView, useBoard } from './use-board';

const NAME: Record<Shown, string> = { all: 'All', mine: 'Mine', drills: 'Drills', closed: 'Closed' };

export interface CasesBoardProps {
  /** what the server rendered, and for which view */
  initial: BoardPage;
  view: BoardView;
  open: CaseSummary[];
}

/** All cases: what is not contained first, who has the next step, and what was closed behind a wall. */
export function CasesBoard({ initial, view, open: openThen }: CasesBoardProps) {
  const { data: live } = useQuery({ ...casesQuery, initialData: openThen });
  const [asked, setAsked] = useUrlState('q');
  const [chosen, setChosen] = useUrlState('show');
  const [at, setAt] = useUrlState('case');
  const q = asked.trim().slice(0, 200);
  const show = SHOWN.find((each) => each === chosen) ?? 'all';
  const board = useBoard({ show, q }, show === view.show && q === view.q ? initial : undefined);
  const pages = board.data?.pages ?? [];
  const counts = pages.at(-1)?.counts;
  const shown = withLive(
    pages.flatMap((page) => page.cases),
    live,
  );
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const open = inHeldOrder(
    held,
    shown.filter(({ closedAt }) => closedAt === null),
  );
  const closed = shown.filter(({ closedAt }) => closedAt !== null);
  const selected = open.find(({ number }) => String(number) === at) ?? open[0] ?? null;
  const lost = useLost();
  const field = useBoardKeys(open, selected, (one) => setAt(String(one.number)));
  const everything = q === '' && counts ? { open: counts.open, loose: counts.notContained } : openCounts(live);

  return (
    <div className="board-split">
      <div className="pane">
        {lost ? <Stale>Bulkhead does not answer. The cases are as they were known last.</Stale> : null}
        <div className="flex-none px-4 py-3">
          <h1>{headline(everything)}</h1>
          <p className="mt-0.5 text-fg-2">
            <HostileText mono={false} text={finding([...live, ...closed])} max={300} />
          </p>
        </div>
        {board.error ? (
          <ErrorNote
            title={board.error.message}
            detail="The cases on screen are as they were known last."
            action={<Button onClick={() => void board.refetch()}>Try again</Button>}
          />
        ) : null}
        <div className="flex flex-none flex-wrap items-center gap-2.5 border-b border-line px-4 pb-2.5">
          <BoardSearch field={field} asked={asked} onAsk={setAsked} />
          <Seg
            label="Which cases"
            value={show}
            onChange={(value) => setChosen(value === 'all' ? '' : value)}
            options={SHOWN.map((value) => ({
              value,
              label: NAME[value],
              count: counts?.[value],
            }))}
          />
          <span className="flex-1" />
          <Link href="/triage" className={buttonClass({}, 'max-sm:hidden')}>
            Open case <Kbd>c</Kbd>
          </Link>
        </div>
        {!board.data ? (
          board.error ? null : (
            <Loading words="Reading the cases" rows={8} />
          )
        ) : shown.length === 0 ? (
          <NothingHere query={q} onClear={() => setAsked('')} show={show} />
        ) : (
          <BoardTable
            open={open}
            closed={closed}
            closedInAll={closedOf(counts, show, open.length, closed.length)}
            find={q}
            selected={selected?.number ?? null}
            onSelect={(number) => setAt(String(number))}
            onInside={(inside) => setHeld((old) => (inside ? (old ?? open.map(({ id }) => id)) : null))}
            onMore={board.hasNextPage ? () => void board.fetchNextPage() : null}
          />
        )}
      </div>
      {q.length > 1 ? <FoundPanel query={q} /> : selected ? <BoardSide one={selected} /> : null}
    </div>
  );
}

/** Whether the event stream was open and is not any more: what is on screen grows old from then on. */
function useLost(): boolean {
  const up = useStreamUp();
  const [was, setWas] = useState(false);
  useEffect(() => {
    if (up) setWas(true);
  }, [up]);
  return was && !up;
}

/** How many closed cases the segment has, also those whose page was not read yet. */
function closedOf(counts: BoardPage['counts'] | undefined, show: Shown, open: number, read: number): number {
  if (!counts) return read;
  return Math.max(read, show === 'closed' || show === 'all' ? counts.closed : counts[show] - open);
}

/** `/` to the search, j and k through the open cases, Enter into one, c to triage where cases are opened. */
function useBoardKeys(open: readonly CaseSummary[], selected: CaseSummary | null, select: (one: CaseSummary) => void) {
  const router = useRouter();
  const field = useRef<HTMLInputElement>(null);
  const move = (by: number) => {
    const next = open[Math.max(0, Math.min(open.length - 1, (selected ? open.indexOf(selected) : -1) + by))];
    if (next) select(next);
  };
  useShortcuts([
    { keys: '/', words: 'Search', run: () => field.current?.focus() },
    { keys: 'j', words: 'Next open case', run: () => move(1) },
    { keys: 'k', words: 'Previous open case', run: () => move(-1) },
    { keys: 'Enter', words: 'Go into the case', run: () => selected && router.push(`/cases/${selected.number}`) },
    { keys: 'c', words: 'Open case, from triage', run: () => router.push('/triage') },
  ]);
  return field;
}

const NOT_HERE: Record<Shown, string> = {
  all: 'No case yet',
  mine: 'You command no case',
  drills: 'No drill yet',
  closed: 'No case was closed yet',
};

function NothingHere({ query, show, onClear }: { query: string; show: Shown; onClear: () => void }) {
  if (query !== '')
    return (
      <Empty
        title="No case matches"
        action={
          <Button onClick={onClear}>
            Clear the search <Kbd>Esc</Kbd>
          </Button>
        }
      >
        All cases of this segment were looked at by number, title, commander, cluster, phase, severity and result.
        Notes, entries and artifact names are searched beside this.
      </Empty>
    );
  return (
    <Empty
      title={NOT_HERE[show]}
      action={
        <Link href="/triage" className={buttonClass()}>
          Go to triage
        </Link>
      }
    >
      A case is opened from one or several pods in triage. Closed ones stand here behind a wall and can be searched.
    </Empty>
  );
}
