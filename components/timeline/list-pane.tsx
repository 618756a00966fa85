'use client';

import { type RefObject, useCallback, useEffect, useState } from 'react';
import { RouteError } from '@/components/get-json';
import { Button } from '@/components/ui/button';
import { countWords, plural } from '@/components/ui/format';
import { Icon } from '@/components/ui/glyphs';
import { Kbd } from '@/components/ui/kbd';
import { Empty, ErrorNote, Loading } from '@/components/ui/states';
import { serverNow } from '@/components/ui/time';
import type { TimelineEntry } from '@/lib/timeline/entry';
import type { RowCallbacks } from './entry-row';
import type { Compartment, Item } from './list-items';
import type { Span } from './time-axis';
import { type Goal, TimelineList } from './timeline-list';
import { useNewCount } from './use-arrivals';
import type { useSelection } from './use-selection';
import type { useEntries } from './use-timeline';
import type { TimelineState } from './use-timeline-state';

interface ListPaneProps extends Pick<RowCallbacks, 'onOpen' | 'onStar' | 'onToggleGroup'> {
  query: ReturnType<typeof useEntries>['query'];
  entries: readonly TimelineEntry[] | undefined;
  items: readonly Item[];
  state: TimelineState;
  change: (change: Partial<TimelineState>) => void;
  compartments: readonly Compartment[];
  detectedAt: number;
  total: number;
  hiddenCount: number;
  phone: boolean;
  stale: boolean;
  goal: Goal | null;
  selection: ReturnType<typeof useSelection>;
  find: string;
  scroller: RefObject<HTMLElement | null>;
  onInSight: (sight: Span | null) => void;
  onLatest: () => void;
}

/** What is new fades in where it stands; how long that lasts is in tokens.css. */
const NEW_MS = 3_000;
const isNew = ({ recordedAt }: TimelineEntry): boolean => serverNow() - Date.parse(recordedAt) < NEW_MS;

/** The list with its states: being read, empty, failed, and with entries that came where nobody looks. */
export function ListPane(props: ListPaneProps) {
  const { query, entries, items, state, change, selection, hiddenCount, onInSight } = props;
  const [sight, setSight] = useState({ atTop: true, atEnd: false });
  const [inside, setInside] = useState(false);
  const latestFirst = state.order === 'latest';
  const whole = !query.hasPreviousPage; // the newest page is among those held
  const question = `${state.q} ${state.hidden} ${state.range?.from} ${state.range?.to} ${state.order}`;
  const held = whole && !query.isPlaceholderData ? entries : undefined;
  const fresh = useNewCount(held, latestFirst ? sight.atTop : sight.atEnd, question);
  const { fetchNextPage, fetchPreviousPage, hasNextPage, hasPreviousPage, isFetching, isPlaceholderData } = query;
  const need = useCallback(
    (end: 'top' | 'bottom') => {
      if (isFetching || isPlaceholderData) return;
      const newer = (end === 'top') === latestFirst;
      if (newer && hasPreviousPage) void fetchPreviousPage();
      if (!newer && hasNextPage) void fetchNextPage();
    },
    [isFetching, isPlaceholderData, latestFirst, hasPreviousPage, hasNextPage, fetchPreviousPage, fetchNextPage],
  );
  const seen = useCallback(
    ({ span, atTop, atEnd }: { span: Span | null; atTop: boolean; atEnd: boolean }) => {
      setSight((old) => (old.atTop === atTop && old.atEnd === atEnd ? old : { atTop, atEnd }));
      onInSight(span);
    },
    [onInSight],
  );
  const { put, toggle } = selection;
  useEffect(() => {
    if (items.length === 0) onInSight(null);
  }, [items.length, onInSight]);

  if (!entries) {
    const { error } = query;
    return (
      <div className="tl-list">
        {error ? (
          <ErrorNote
            title={error.message}
            next={error instanceof RouteError ? error.next : 'Try again.'}
            action={<Button onClick={() => void query.refetch()}>Try again</Button>}
          />
        ) : (
          <Loading words="Reading the timeline" rows={14} />
        )}
      </div>
    );
  }
  const filtered = state.q !== '' || state.range !== null;
  if (items.length === 0 && !isPlaceholderData)
    return (
      <div className="tl-list">
        <Empty
          title={filtered ? 'No entry matches' : 'Nothing yet'}
          action={
            filtered ? (
              <Button onClick={() => change({ q: '', range: null })}>Clear filter and range</Button>
            ) : undefined
          }
        >
          {filtered
            ? `${hiddenCount > 0 && !state.hidden ? `${plural(hiddenCount, 'hidden entry', 'hidden entries')} of this case were not looked at. ` : ''}Filter and range are in the address of this page.`
            : 'Alerts, audit events, Kubernetes events of the suspects, actions, phases and notes will stand here.'}
        </Empty>
      </div>
    );
  return (
    <div className="tl-list">
      <TimelineList
        items={items}
        total={props.total}
        order={state.order}
        onOrder={() => change({ order: latestFirst ? 'oldest' : 'latest', at: '' })}
        spans={props.compartments}
        detectedAt={props.detectedAt}
        phone={props.phone}
        stale={props.stale || isPlaceholderData}
        openId={state.entry}
        cursor={selection.cursor}
        selected={selection.selected}
        isNew={isNew}
        find={props.find}
        goal={props.goal}
        onArrived={(index) => put(items[index]?.key)}
        hold={inside || state.entry !== '' || !sight.atTop}
        onInside={setInside}
        onInSight={seen}
        onNeed={need}
        scroller={props.scroller}
        onOpen={props.onOpen}
        onStar={props.onStar}
        onSelect={toggle}
        onToggleGroup={props.onToggleGroup}
      />
      {fresh > 0 || !whole ? (
        <Button className={latestFirst ? 'tl-fresh' : 'tl-fresh tl-fresh-below'} onClick={props.onLatest}>
          <Icon name={latestFirst ? 'up' : 'down'} small />
          {fresh > 0 && whole ? `${countWords(fresh)} new ${latestFirst ? 'above' : 'below'}` : 'To the latest'}{' '}
          <Kbd>.</Kbd>
        </Button>
      ) : null}
      {hiddenCount > 0 ? (
        <p className="tl-hidden-note meta">
          {plural(hiddenCount, 'entry', 'entries')} hidden as noise{' '}
          <button type="button" className="link" onClick={() => change({ hidden: !state.hidden })}>
            {state.hidden ? 'Do not show' : 'Show'}
          </button>
        </p>
      ) : null}
    </div>
  );
}
