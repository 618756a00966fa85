'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useStreamUp } from '@/components/live/live-provider';
import { useWhyNot } from '@/components/shell/room';
import { type Shortcut, useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { Loading, Stale } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import { useUrlState } from '@/components/url-state';
import type { Triage } from '@/lib/live/reduce';
import { firstDirection } from '@/lib/triage/compare';
import { type TriageRow as Row, SUSPECT_RISK, TRIAGE_VIEWS, type TriageView } from '@/lib/triage/row';
import { BindingsTable } from './bindings-table';
import { columnsFor, longestOf } from './columns';
import { MetricsAbsent, NothingFound } from './nothing-found';
import { OpenCaseSheet } from './open-case-sheet';
import { RouteErrorNote } from './route-error-note';
import { type OpenReason, SignalReason } from './signal-reason';
import { TriageBar } from './triage-bar';
import { TriageHead } from './triage-head';
import { podHref } from './triage-row';
import { TriageTable } from './triage-table';
import { useHeldItems } from './use-held-items';
import { useMeasured } from './use-measured';
import { triageQuery } from './use-triage';
import { useTriageState } from './view-state';

const VIEW_WORDS: Record<TriageView, string> = {
  all: 'All pods',
  failing: 'Crash or image pull',
  newest: '20 newest',
  cpu: 'Top CPU',
  bindings: 'Cluster role bindings',
};

interface TriageScreenProps {
  clusterId: string;
  /** the worst rows as the server knew them when it rendered: the first paint waits for nothing else */
  first: Triage | null;
  /** the server's guess from the user agent; the browser corrects it */
  phone: boolean;
}

export function TriageScreen({ clusterId, first, phone: guessedPhone }: TriageScreenProps) {
  const router = useRouter();
  const [state, change] = useTriageState();
  const [typed, setTyped] = useTyped(state.q, (q) => change({ q }));
  const q = useDeferredValue(typed);
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...triageQuery(clusterId),
    placeholderData: first ?? keepPreviousData,
  });
  const streamUp = useStreamUp();

  const scroller = useRef<HTMLElement>(null);
  const filter = useRef<HTMLInputElement>(null);
  const { width, phone } = useMeasured(scroller, guessedPhone);
  const rows = data?.rows;
  const columns = useMemo(() => columnsFor(width, longestOf(rows ?? [])), [rows, width]);

  const held = useHeldItems(rows ?? NONE, { ...state, q });
  const { items, gone, found, visibleRows } = held;

  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState<number | null>(null);
  const [reason, setReason] = useState<OpenReason | null>(null);
  const [opening, setOpening] = useState<readonly Row[] | null>(null);
  const onSelect = useCallback(
    (uid: string, on: boolean) =>
      setSelected((old) => {
        const next = new Set(old);
        if (on) next.add(uid);
        else next.delete(uid);
        return next;
      }),
    [],
  );
  const onReason = useCallback(
    (row: Row, signal: OpenReason['signal'], anchor: HTMLElement) => setReason({ row, signal, anchor }),
    [],
  );

  const atCursor = cursor === null ? undefined : items[cursor];
  const targets = useMemo(() => {
    const chosen = (rows ?? []).filter(({ uid }) => selected.has(uid));
    if (chosen.length > 0) return chosen;
    if (atCursor?.kind === 'row') return [atCursor.row];
    const worst = visibleRows[0];
    return worst && worst.risk >= SUSPECT_RISK && state.sort.by === 'risk' ? [worst] : [];
  }, [rows, selected, atCursor, visibleRows, state.sort.by]);
  const mayNot = useWhyNot('case.open');
  const openReason =
    mayNot ??
    (targets.length === 0
      ? 'Select a pod: x, or the box in its row'
      : targets.length > 50
        ? 'At most 50 pods at once'
        : null);
  const openCase = () => openReason === null && setOpening(targets);

  useOpenWorst(visibleRows[0], setOpening);

  const move = (by: number) =>
    setCursor((was) => {
      let next = was === null ? (by > 0 ? 0 : items.length - 1) : was + by;
      while (items[next]?.kind === 'wall') next += by;
      return items[next] ? next : was;
    });
  const nextView = (by: number) => {
    const at = TRIAGE_VIEWS.indexOf(state.view);
    change({ view: TRIAGE_VIEWS.at((at + by) % TRIAGE_VIEWS.length) ?? 'all' }, 'push');
  };
  const shortcuts: Shortcut[] = [
    { keys: 'j', words: 'Next row', run: () => move(1) },
    { keys: 'k', words: 'Previous row', run: () => move(-1) },
    {
      keys: 'Enter',
      words: 'Open the pod',
      run: () =>
        atCursor?.kind === 'row'
          ? router.push(podHref(atCursor.row))
          : atCursor?.kind === 'group'
            ? held.toggleGroup(atCursor.group.key)
            : null,
    },
    {
      keys: 'x',
      words: 'Select the row',
      run: () => atCursor?.kind === 'row' && onSelect(atCursor.row.uid, !selected.has(atCursor.row.uid)),
    },
    { keys: '/', words: 'Filter', run: () => filter.current?.focus() },
    { keys: '[', words: 'Previous view', run: () => nextView(-1) },
    { keys: ']', words: 'Next view', run: () => nextView(1) },
    { keys: 'c', words: 'Open case', run: openCase },
    { keys: 'p', words: 'Hold the order', run: held.toggleHold },
    {
      keys: 'Escape',
      words: 'Leave the row, clear the selection',
      run: () => (cursor === null ? setSelected(new Set()) : setCursor(null)),
    },
  ];
  useShortcuts(shortcuts);

  const status = data?.status ?? null;
  const stale = !streamUp
    ? !isPlaceholderData && data !== undefined
    : status !== null && status.state !== 'live' && status.state !== 'connecting';
  const views = TRIAGE_VIEWS.map((value) => ({
    value,
    label: VIEW_WORDS[value],
    count: isPlaceholderData ? undefined : held.counts[value],
  }));

  return (
    <>
      <TriageHead rows={rows ?? NONE} total={data?.total ?? 0} status={status} />
      <TriageBar
        view={state.view}
        views={views}
        onView={(view) => change({ view }, 'push')}
        typed={typed}
        onType={setTyped}
        found={typed === '' || state.view === 'bindings' ? null : found}
        filter={filter}
        grouped={state.grouped}
        onGroup={() => change({ grouped: !state.grouped })}
        live={!stale}
        held={held.heldByHand}
        onHold={held.toggleHold}
        waiting={held.waiting}
        targets={targets.length}
        openReason={openReason}
        onOpen={openCase}
      />
      {stale && status?.asOf ? (
        <Stale>
          As of <Time at={status.asOf} />. Rows keep their last values until the cluster answers again.
        </Stale>
      ) : null}
      {state.view === 'cpu' && status && status.metrics.state !== 'live' ? <MetricsAbsent status={status} /> : null}
      {error && !data ? <RouteErrorNote error={error} retry={() => void refetch()} /> : null}
      {state.view === 'bindings' ? (
        <BindingsTable clusterId={clusterId} q={q} />
      ) : !data ? (
        error ? null : (
          <Loading words="Asking for pods" rows={14} />
        )
      ) : items.length === 0 ? (
        <NothingFound total={data.total} q={q} status={status} onClear={() => setTyped('')} />
      ) : (
        <TriageTable
          items={items}
          columns={columns}
          phone={phone}
          sort={state.sort}
          onSort={(by) =>
            change({
              sort: { by, descending: state.sort.by === by ? !state.sort.descending : firstDirection(by) === 'desc' },
            })
          }
          onToggleGroup={held.toggleGroup}
          selected={selected}
          gone={gone}
          cursor={cursor}
          stale={stale}
          scroller={scroller}
          onInside={held.setInside}
          onReason={onReason}
          onSelect={onSelect}
        />
      )}
      <SignalReason
        open={reason}
        onClose={() => setReason(null)}
        asOf={status?.asOf ?? null}
        action={
          reason && mayNot === null ? (
            <div>
              <Button
                onClick={() => {
                  setOpening([reason.row]);
                  setReason(null);
                }}
              >
                Open case from this pod
              </Button>
            </div>
          ) : null
        }
      />
      <OpenCaseSheet clusterId={clusterId} pods={opening} onClose={() => setOpening(null)} />
    </>
  );
}

const NONE: readonly Row[] = [];

/** What is typed shows at once; the URL follows when the typing pauses. */
function useTyped(q: string, onPause: (q: string) => void): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(q);
  const pause = useRef(onPause);
  pause.current = onPause;
  const known = useRef(q);
  useEffect(() => {
    // Back and forward change the URL without typing.
    if (known.current !== q) {
      known.current = q;
      setTyped(q);
    }
  }, [q]);
  useEffect(() => {
    if (typed === known.current) return;
    const timer = setTimeout(() => {
      known.current = typed;
      pause.current(typed);
    }, 250);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped];
}

/** The palette's "open case from the pod of highest risk" comes as `?open=worst`, once. */
function useOpenWorst(worst: Row | undefined, open: (rows: readonly Row[]) => void) {
  const [wish, setWish] = useUrlState('open');
  useEffect(() => {
    if (wish !== 'worst' || !worst) return;
    setWish('');
    open([worst]);
  }, [wish, worst, setWish, open]);
}
