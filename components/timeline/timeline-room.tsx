'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { useCase } from '@/components/case/use-case';
import { useWhyNot } from '@/components/shell/room';
import { useMeasured } from '@/components/triage/use-measured';
import { Button } from '@/components/ui/button';
import { ErrorNote, Stale } from '@/components/ui/states';
import { serverNow, Time } from '@/components/ui/time';
import type { CaseView } from '@/lib/cases/case';
import type { TimelineEntry } from '@/lib/timeline/entry';
import type { DialogName } from './annotate-dialogs';
import { EntryPane } from './entry-pane';
import { plainWords } from './filter-chips';
import { LanesPanel } from './lanes-panel';
import { listItems } from './list-items';
import { ListPane } from './list-pane';
import { NoteForm } from './note-form';
import { type RoomDialogName, RoomDialogs } from './room-dialogs';
import { SelectionBar } from './selection-bar';
import type { Span } from './time-axis';
import { TimelineBar } from './timeline-bar';
import { useAnnotate } from './use-annotate';
import { useSpokenArrivals } from './use-arrivals';
import { useListKeys } from './use-list-keys';
import { usePlace } from './use-place';
import { useRoomData } from './use-room-data';
import { useSaving } from './use-saving';
import { useSelection } from './use-selection';
import { useStale } from './use-stale';
import { addressOf } from './use-timeline';
import { useTimelineState } from './use-timeline-state';
import { useZone, ZoneContext } from './zone';

const NO_GROUPS: ReadonlySet<string> = new Set();
const CLOSED = 'The case is closed: it is frozen until it is reopened.';

/** Everything that happened in a case: lanes over time, the same as a list, and one entry with what was found about it. */
export function TimelineRoom({ number, initial }: { number: number; initial: CaseView }) {
  const { data: view = initial } = useCase(number, initial);
  const [state, change] = useTimelineState();
  const zone = useZone();
  const [place, setPlace] = useState(state.at || state.entry); // where reading begins: a link leads there
  const data = useRoomData(view, state, place, zone);
  const { entries, query, extent } = data;
  const [openGroups, setOpenGroups] = useState(NO_GROUPS);
  const items = useMemo(
    () =>
      listItems(
        state.order === 'latest' ? (entries ?? []) : (entries ?? []).toReversed(),
        data.compartments,
        openGroups,
      ),
    [entries, state.order, data.compartments, openGroups],
  );
  const selection = useSelection(items, entries);
  const saving = useSaving(view.id);
  const annotate = useAnnotate(view.id, saving);
  const frozen = view.closedAt ? CLOSED : null;
  const [dialog, setDialog] = useState<RoomDialogName | null>(null);
  const [note, setNote] = useState({ open: false, focus: 0 });
  const [comment, setComment] = useState<{ id: string; nonce: number } | null>(null);
  const [inSight, setInSight] = useState<Span | null>(null);
  const filter = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLElement>(null);
  const { phone } = useMeasured(scroller, false);
  const stale = useStale();
  const spoken = useSpokenArrivals(data.newest);
  const detectedAt = Date.parse(view.detectedAt);

  const { goal, setGoal, goTo, toLatest } = usePlace({
    caseId: view.id,
    state,
    change,
    place,
    setPlace,
    entries,
    end: extent.to,
    detached: query.hasPreviousPage,
  });
  const open = useCallback((id: string) => change({ entry: id }), [change]);
  const close = useCallback(() => change({ entry: '' }), [change]);
  const toggleOpen = useCallback((id: string) => change(({ entry }) => ({ entry: entry === id ? '' : id })), [change]);

  const { atCursor, chosen } = selection;
  const opened = data.opened.entry;
  const targets = chosen.length > 0 ? chosen : atCursor.length > 0 ? atCursor : opened ? [opened] : [];
  const toggle = (kind: 'star' | 'keyEvent') => {
    const all = targets.every(({ annotations }) => annotations.some((one) => one.kind === kind));
    if (targets.length > 0 && !frozen)
      annotate[kind](
        targets.map(({ id }) => id),
        !all,
      );
  };
  const ask = (name: DialogName) => {
    if (targets.length > 0 && !frozen) setDialog(name);
  };
  useListKeys({
    move: (by, extend) => {
      const item = selection.move(by, selection.cursor ?? firstInSight(items, inSight), extend);
      setComment(null);
      if (state.entry && item?.kind === 'entry') open(item.entry.id);
      focusCursor(scroller.current);
    },
    open: () => atCursor[0] && open(atCursor[0].id),
    escape: () => (chosen.length > 0 ? selection.clear() : state.entry ? close() : undefined),
    select: () => selection.cursor !== null && selection.toggle(selection.cursor, false),
    note: () => setNote(({ focus }) => ({ open: true, focus: focus + 1 })),
    comment: () => {
      const [one] = state.entry && opened ? [opened] : atCursor;
      if (!one) return;
      open(one.id);
      setComment((old) => ({ id: one.id, nonce: (old?.nonce ?? 0) + 1 }));
    },
    star: () => toggle('star'),
    keyEvent: () => toggle('keyEvent'),
    dialog: ask,
    filter: () => filter.current?.focus(),
    latest: toLatest,
    goTo: () => setDialog('go-to'),
  });
  const toggleGroup = useCallback(
    (id: string) =>
      setOpenGroups((old) => {
        const next = new Set(old);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [],
  );
  const star = useCallback(
    (entry: TimelineEntry) => annotate.star([entry.id], !entry.annotations.some(({ kind }) => kind === 'star')),
    [annotate],
  );
  const mayNote = useWhyNot('timeline.note') ?? frozen;
  const mayExport = useWhyNot('timeline.export');
  const mayImport = useWhyNot('timeline.import') ?? frozen;
  const setRange = useCallback((range: Span | null) => change({ range }), [change]);

  return (
    <ZoneContext value={zone}>
      <LanesPanel
        overview={data.lanes}
        whole={data.whole}
        extent={extent}
        view={data.shown}
        onView={(zoom) => change({ zoom: zoom && zoom.to - zoom.from < extent.to - extent.from - 1 ? zoom : null })}
        brush={state.range}
        onBrush={setRange}
        onGo={goTo}
        spans={data.compartments}
        origin={detectedAt}
        inSight={inSight}
        now={serverNow()}
      />
      <TimelineBar
        number={number}
        viewQuery={addressOf(data.listed)}
        q={state.q}
        onFilter={(q) => change({ q })}
        facts={data.facts}
        zone={zone}
        field={filter}
        onDone={() => {
          filter.current?.blur();
          selection.put(items[0]);
          focusCursor(scroller.current);
        }}
        matching={data.matching}
        total={data.whole?.total}
        range={state.range}
        detectedAt={detectedAt}
        onClearRange={() => setRange(null)}
        hidden={state.hidden}
        hiddenCount={data.whole?.hidden ?? 0}
        onHidden={(hidden) => change({ hidden })}
        onGoTo={() => setDialog('go-to')}
        onSkew={() => setDialog('skew')}
        onImport={() => setDialog('import')}
        exportReason={mayExport}
        importReason={mayImport}
        noteReason={mayNote}
        noteOpen={note.open}
        onNote={() => setNote((old) => ({ open: !old.open, focus: old.focus + 1 }))}
      />
      {stale ? (
        <Stale>
          Not live since <Time at={stale} />: what others add is missing here. What you write is kept.
        </Stale>
      ) : null}
      {saving.failure ? (
        <ErrorNote {...saving.failure} action={<Button onClick={saving.forget}>Close</Button>} />
      ) : null}
      <div className="timeline-split tl-split" data-open={opened ? true : undefined}>
        <div className="pane">
          <ListPane
            query={query}
            entries={entries}
            items={items}
            state={state}
            change={change}
            compartments={data.compartments}
            detectedAt={detectedAt}
            total={data.matching ?? data.whole?.total ?? 0}
            hiddenCount={data.whole?.hidden ?? 0}
            phone={phone}
            stale={stale !== null}
            goal={query.isPlaceholderData ? null : goal}
            selection={selection}
            find={plainWords(state.q)}
            scroller={scroller}
            onOpen={toggleOpen}
            onStar={star}
            onToggleGroup={toggleGroup}
            onInSight={setInSight}
            onLatest={toLatest}
          />
          {chosen.length > 0 ? (
            <SelectionBar
              entries={chosen}
              annotate={annotate}
              frozen={frozen}
              onDialog={ask}
              onRange={setRange}
              onClear={selection.clear}
            />
          ) : null}
          {phone && !note.open ? (
            <div className="tl-phone-foot">
              <Button
                look="solid"
                big
                disabledReason={mayNote}
                onClick={() => setNote(({ focus }) => ({ open: true, focus: focus + 1 }))}
              >
                Add note
              </Button>
            </div>
          ) : null}
          <NoteForm
            number={number}
            caseId={view.id}
            closedAt={view.closedAt}
            shortcut={false}
            folded={!note.open}
            focus={note.focus}
            onLeave={() => setNote(({ focus }) => ({ open: false, focus }))}
            onAdded={(entry) => setGoal({ id: entry.id })}
          />
        </div>
        {opened ? (
          <EntryPane
            entry={opened}
            view={view}
            annotate={annotate}
            frozen={frozen}
            onDialog={ask}
            onClose={close}
            commentFocus={comment?.id === opened.id ? comment.nonce : 0}
          />
        ) : data.opened.missing || data.opened.error ? (
          <aside className="pane vr" aria-label="Timeline entry">
            <ErrorNote
              tone="unknown"
              title={data.opened.error?.message ?? 'This case has no such entry'}
              next="The link may be of another case."
              action={<Button onClick={close}>Close</Button>}
            />
          </aside>
        ) : null}
      </div>
      <p className="sr-only" role="status" aria-live="polite">
        {spoken}
      </p>
      <RoomDialogs
        name={dialog}
        view={view}
        entries={targets}
        facts={data.facts}
        annotate={annotate}
        frozen={frozen}
        near={inSight?.to ?? extent.to}
        onGo={goTo}
        onClose={() => setDialog(null)}
        onDone={() => {
          setDialog(null);
          selection.clear();
        }}
      />
    </ZoneContext>
  );
}

/** The line before the first one in sight: the first step of the keyboard lands on what is seen. */
function firstInSight(items: ReturnType<typeof listItems>, sight: Span | null): number | null {
  if (!sight) return null;
  const first = items.findIndex(
    (item) =>
      item.kind === 'entry' && Date.parse(item.entry.sortAt) >= sight.from && Date.parse(item.entry.sortAt) <= sight.to,
  );
  return first <= 0 ? null : first - 1;
}

/** The focus follows the cursor, so that Enter opens what is marked and a screen reader says it; it leaves no field for that. */
function focusCursor(scroller: HTMLElement | null) {
  const focus = () => {
    const at = document.activeElement;
    if (at !== null && at !== document.body && !scroller?.contains(at)) return;
    scroller?.querySelector<HTMLElement>('tr[data-cursor] .tl-title')?.focus({ preventScroll: true });
  };
  requestAnimationFrame(() => requestAnimationFrame(focus));
}
