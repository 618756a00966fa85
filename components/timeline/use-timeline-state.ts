'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
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

/** Filter, range, zoom, order and the open entry live in the URL; a link to it shows the same to everyone who may read it. */
export function useTimelineState(): [TimelineState, (change: Partial<TimelineState>) => void] {
  const search = useSearchParams();
  const state = useMemo(() => stateFrom(new URLSearchParams(search)), [search]);
  const change = useCallback((part: Partial<TimelineState>) => {
    const { pathname, search: before } = window.location;
    const query = paramsOf({ ...stateFrom(new URLSearchParams(before)), ...part }).toString();
    window.history.replaceState(null, '', query ? `${pathname}?${query}` : pathname);
  }, []);
  return [state, change];
}
