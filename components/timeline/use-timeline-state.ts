'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { TimelineOrder } from './list-items';
import { MIN_SPAN_MS, type Span } from './time-axis';

export interface TimelineState {
  q: string;
  /** the range that the brush selects; null: all */
  range: Span | null;
  /** what the lanes show; null: the whole case */
  zoom: Span | null;
  order: TimelineOrder;
  /** hidden entries are shown too */
  hidden: boolean;
  /** id of the open entry; '' none */
  entry: string;
  /** where the list was asked to go: RFC 3339, an entry's id, or '' */
  at: string;
}

const MOST_CHARACTERS = 2_000;

/** A URL is input: what it does not know is the default. */
export function stateFrom(params: URLSearchParams): TimelineState {
  return {
    q: (params.get('q') ?? '').slice(0, MOST_CHARACTERS),
    range: spanOf(params.get('from'), params.get('to'), 1),
    zoom: spanOf(...(params.get('zoom') ?? '').split('~'), MIN_SPAN_MS),
    order: params.get('order') === 'oldest' ? 'oldest' : 'latest',
    hidden: params.get('hidden') === '1',
    entry: UUID.test(params.get('entry') ?? '') ? (params.get('entry') ?? '') : '',
    at: placeOf(params.get('at') ?? ''),
  };
}

/** Only what differs from the defaults, so that a link says what it is about. */
export function paramsOf({ q, range, zoom, order, hidden, entry, at }: TimelineState): URLSearchParams {
  const params = new URLSearchParams();
  if (q) params.set('q', q);
  if (range) {
    params.set('from', iso(range.from));
    params.set('to', iso(range.to));
  }
  if (zoom) params.set('zoom', `${iso(zoom.from)}~${iso(zoom.to)}`);
  if (order === 'oldest') params.set('order', order);
  if (hidden) params.set('hidden', '1');
  if (entry) params.set('entry', entry);
  if (at) params.set('at', at);
  return params;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const iso = (ms: number): string => new Date(Math.round(ms)).toISOString();
const FAR = Date.parse('9999-01-01T00:00:00Z');
const inReach = (ms: number) => Number.isFinite(ms) && Math.abs(ms) < FAR;

function spanOf(...[from, to, least]: (string | number | null | undefined)[]): Span | null {
  if (typeof from !== 'string' || typeof to !== 'string') return null;
  const span = { from: Date.parse(from), to: Date.parse(to) };
  return inReach(span.from) && inReach(span.to) && span.to - span.from >= Number(least) ? span : null;
}

function placeOf(value: string): string {
  if (UUID.test(value)) return value;
  const ms = Date.parse(value);
  return inReach(ms) ? iso(ms) : '';
}

/** Browsers refuse to rewrite an address more often than some twenty times a second. */
const WRITE_MS = 120;

type Change = Partial<TimelineState> | ((state: TimelineState) => Partial<TimelineState>);

/** Filter, range, zoom, order and the open entry live in the URL; a link to it shows the same to everyone who may read it. */
export function useTimelineState(): [TimelineState, (change: Change) => void] {
  const search = useSearchParams();
  const address = search.toString();
  const [state, setState] = useState(() => stateFrom(new URLSearchParams(address)));
  const written = useRef(address);
  const latest = useRef(state);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    if (address === written.current) return; // what was written here
    written.current = address;
    latest.current = stateFrom(new URLSearchParams(address));
    setState(latest.current);
  }, [address]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = useCallback((part: Change) => {
    latest.current = { ...latest.current, ...(typeof part === 'function' ? part(latest.current) : part) };
    setState(latest.current);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const query = paramsOf(latest.current).toString();
      written.current = query;
      const { pathname } = window.location;
      window.history.replaceState(null, '', query ? `${pathname}?${query}` : pathname);
    }, WRITE_MS);
  }, []);
  return [state, change];
}
