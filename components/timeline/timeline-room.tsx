'use client';

import { useCase } from '@/components/case/use-case';
import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { ErrorNote, Stale } from '@/components/ui/states';
import { serverNow, Time } from '@/components/ui/time';
import type { CaseView } from '@/lib/cases/case';
import { EntryPane } from './entry-pane';
import { plainWords, textWord, toggleWord } from './filter-chips';
import { LanesPanel } from './lanes-panel';
import { ListPane } from './list-pane';
import { NoteForm } from './note-form';
import { RoomDialogs } from './room-dialogs';
import { SelectionBar } from './selection-bar';
import { lengthOf } from './time-axis';
import { TimelineBar } from './timeline-bar';
import { useSpokenArrivals } from './use-arrivals';
import { focusCursor, useListKeys } from './use-list-keys';
import { useStale } from './use-stale';
import { addressOf } from './use-timeline';
import { type TimelineRoomModel, useTimelineRoom } from './use-timeline-room';
import { ZoneContext } from './zone';

/** Everything that happened in a case: lanes over time, the same as a list, and one entry with what was found about it. */
export function TimelineRoom({ number, initial }: { number: number; initial: CaseView }) {
  const { data: view = initial } = useCase(number, initial);
  const room = useTimelineRoom(view);
  useListKeys(room);
  const { data, saving, selection } = room;
  const stale = useStale();
  const spoken = useSpokenArrivals(data.newest);
  return (
    <ZoneContext value={room.zone}>
      <Lanes room={room} />
      <Bar room={room} />
      {stale ? (
        <Stale>
          Not live since <Time at={stale} />: what others add is missing here. What you write is kept.
        </Stale>
      ) : null}
      {saving.failure ? (
        <ErrorNote {...saving.failure} action={<Button onClick={saving.forget}>Close</Button>} />
      ) : null}
      <div className="timeline-split tl-split" data-open={room.opened ? true : undefined}>
        <List room={room} stale={stale !== null} />
        <OpenEntry room={room} />
      </div>
      <p className="sr-only" role="status" aria-live="polite">
        {spoken}
      </p>
      <RoomDialogs
        name={room.dialog}
        view={view}
        entries={room.targets}
        facts={data.facts}
        annotate={room.annotate}
        frozen={room.frozen}
        near={room.inSight?.to ?? data.extent.to}
        onGo={room.goTo}
        onClose={() => room.setDialog(null)}
        onDone={() => {
          room.setDialog(null);
          selection.clear();
        }}
      />
    </ZoneContext>
  );
}

interface Part {
  room: TimelineRoomModel;
}

function Lanes({ room }: Part) {
  const { data, state, change } = room;
  return (
    <LanesPanel
      overview={data.lanes}
      whole={data.whole}
      extent={data.extent}
      view={data.shown}
      onView={(zoom) => change({ zoom: zoom && lengthOf(zoom) < lengthOf(data.extent) - 1 ? zoom : null })}
      brush={state.range}
      onBrush={room.setRange}
      onGo={room.goTo}
      spans={data.compartments}
      origin={room.detectedAt}
      inSight={room.inSight}
      now={serverNow()}
    />
  );
}

function Bar({ room }: Part) {
  const { view, data, state, change, note, setDialog } = room;
  const mayNote = useWhyNot('timeline.note') ?? room.frozen;
  const mayExport = useWhyNot('timeline.export');
  const mayImport = useWhyNot('timeline.import') ?? room.frozen;
  return (
    <TimelineBar
      number={view.number}
      viewQuery={addressOf(data.listed)}
      q={state.q}
      onFilter={(q) => change({ q })}
      facts={data.facts}
      zone={room.zone}
      field={room.filter}
      onDone={() => {
        room.filter.current?.blur();
        room.selection.put(room.items[0]?.key);
        focusCursor(room.scroller.current);
      }}
      matching={data.matching}
      total={data.whole?.total}
      range={state.range}
      detectedAt={room.detectedAt}
      onClearRange={() => room.setRange(null)}
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
      onNote={note.open ? room.foldNote : room.writeNote}
    />
  );
}

/** The list, what can be done with selected entries, and where a note is written. */
function List({ room, stale }: Part & { stale: boolean }) {
  const { view, data, state, selection, note, phone } = room;
  const mayNote = useWhyNot('timeline.note') ?? room.frozen;
  return (
    <div className="pane">
      <ListPane
        query={data.query}
        entries={data.entries}
        items={room.items}
        state={state}
        change={room.change}
        compartments={data.compartments}
        detectedAt={room.detectedAt}
        total={data.matching ?? data.whole?.total ?? 0}
        hiddenCount={data.whole?.hidden ?? 0}
        phone={phone}
        stale={stale}
        goal={data.query.isPlaceholderData ? null : room.goal}
        selection={selection}
        find={plainWords(state.q)}
        scroller={room.scroller}
        onOpen={room.toggleOpen}
        onStar={room.star}
        onToggleGroup={room.toggleGroup}
        onInSight={room.setInSight}
        onLatest={room.toLatest}
      />
      {selection.chosen.length > 0 ? (
        <SelectionBar
          entries={selection.chosen}
          annotate={room.annotate}
          frozen={room.frozen}
          onDialog={room.ask}
          onRange={room.setRange}
          onClear={selection.clear}
        />
      ) : null}
      {phone && !note.open ? (
        <div className="tl-phone-foot">
          <Button look="solid" big disabledReason={mayNote} onClick={room.writeNote}>
            Add note
          </Button>
        </div>
      ) : null}
      <NoteForm
        number={view.number}
        caseId={view.id}
        closedAt={view.closedAt}
        shortcut={false}
        folded={!note.open}
        focus={note.focus}
        onLeave={room.foldNote}
        onAdded={(entry) => room.setGoal({ id: entry.id })}
      />
    </div>
  );
}

function OpenEntry({ room }: Part) {
  const { opened, comment, data } = room;
  if (opened)
    return (
      <EntryPane
        entry={opened}
        view={room.view}
        annotate={room.annotate}
        frozen={room.frozen}
        onDialog={room.ask}
        onClose={room.close}
        onFilter={(text) => room.change(({ q }) => ({ q: toggleWord(q, textWord(text)) }))}
        onAround={(ms) => room.setRange({ from: Date.parse(opened.sortAt) - ms, to: Date.parse(opened.sortAt) + ms })}
        commentFocus={comment?.id === opened.id ? comment.nonce : 0}
      />
    );
  if (!data.opened.missing && !data.opened.error) return null;
  return (
    <aside className="pane vr" aria-label="Timeline entry">
      <ErrorNote
        tone="unknown"
        title={data.opened.error?.message ?? 'This case has no such entry'}
        next="The link may be of another case."
        action={<Button onClick={room.close}>Close</Button>}
      />
    </aside>
  );
}
