'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { useMeasured } from '@/components/triage/use-measured';
import type { CaseView } from '@/lib/cases/case';
import type { TimelineEntry } from '@/lib/timeline/entry';
import type { DialogName } from './annotate-dialogs';
import { listItems } from './list-items';
import type { RoomDialogName } from './room-dialogs';
import type { Span } from './time-axis';
import { useAnnotate } from './use-annotate';
import { usePlace } from './use-place';
import { useRoomData } from './use-room-data';
import { useSaving } from './use-saving';
import { useSelection } from './use-selection';
import { useTimelineState } from './use-timeline-state';
import { useZone } from './zone';

const NO_GROUPS: ReadonlySet<string> = new Set();
const CLOSED = 'The case is closed: it is frozen until it is reopened.';

export type TimelineRoomModel = ReturnType<typeof useTimelineRoom>;

/** The timeline of a case as one person has it before them: what is read, where they are in it, what they are about to do. */
export function useTimelineRoom(view: CaseView) {
  const [state, change] = useTimelineState();
  const zone = useZone();
  const [place, setPlace] = useState(state.at || state.entry); // where reading begins: a link leads there
  const data = useRoomData(view, state, place, zone);
  const { entries, extent } = data;
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
  const places = usePlace({
    caseId: view.id,
    state,
    change,
    place,
    setPlace,
    entries,
    end: extent.to,
    detached: data.query.hasPreviousPage,
  });

  const open = useCallback((id: string) => change({ entry: id }), [change]);
  const close = useCallback(() => change({ entry: '' }), [change]);
  const setRange = useCallback((range: Span | null) => change({ range }), [change]);
  const { put } = selection;
  const toggleOpen = useCallback(
    (id: string) => {
      put(id);
      change(({ entry }) => ({ entry: entry === id ? '' : id }));
    },
    [change, put],
  );
  const toggleGroup = useCallback((id: string) => setOpenGroups((old) => toggled(old, id)), []);
  const star = useCallback((entry: TimelineEntry) => annotate.star([entry.id], !has(entry, 'star')), [annotate]);
  const writeNote = useCallback(() => setNote(({ focus }) => ({ open: true, focus: focus + 1 })), []);
  const foldNote = useCallback(() => setNote(({ focus }) => ({ open: false, focus })), []);

  const { atCursor, chosen } = selection;
  const opened = data.opened.entry;
  const targets = chosen.length > 0 ? chosen : atCursor.length > 0 ? atCursor : opened ? [opened] : [];
  const mark = (kind: 'star' | 'keyEvent') => {
    if (targets.length === 0 || frozen) return;
    const ids = targets.map(({ id }) => id);
    annotate[kind](ids, !targets.every((entry) => has(entry, kind)));
  };
  const ask = (name: DialogName) => {
    if (targets.length > 0 && !frozen) setDialog(name);
  };
  const writeComment = () => {
    const [one] = state.entry && opened ? [opened] : atCursor;
    if (!one) return;
    open(one.id);
    setComment((old) => ({ id: one.id, nonce: (old?.nonce ?? 0) + 1 }));
  };
  return {
    ...places,
    ...{ view, state, change, zone, data, items, selection, saving, annotate, frozen, phone, inSight, targets, opened },
    ...{ dialog, setDialog, note, comment, setComment, setInSight, filter, scroller },
    ...{ open, close, toggleOpen, setRange, toggleGroup, star, writeNote, foldNote, mark, ask, writeComment },
    detectedAt: Date.parse(view.detectedAt),
  };
}

const has = ({ annotations }: TimelineEntry, kind: 'star' | 'keyEvent') => annotations.some((one) => one.kind === kind);

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
