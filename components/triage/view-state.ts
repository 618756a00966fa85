'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { TRIAGE_VIEWS, type TriageView } from '@/lib/triage/row';
import { COLUMN_IDS } from './columns';
import type { Sort } from './model';

export interface TriageState {
  view: TriageView;
  q: string;
  sort: Sort;
  grouped: boolean;
}

/** What a view is sorted by until a person says otherwise. */
const DEFAULT_SORT: Record<TriageView, Sort> = {
  all: { by: 'risk', descending: true },
  failing: { by: 'risk', descending: true },
  newest: { by: 'age', descending: false },
  cpu: { by: 'cpu', descending: true },
  bindings: { by: 'risk', descending: true },
};

/** A URL is input: what it does not know is the default. */
export function stateFrom(params: URLSearchParams): TriageState {
  const view = TRIAGE_VIEWS.find((each) => each === params.get('view')) ?? 'all';
  const raw = params.get('sort') ?? '';
  const by = COLUMN_IDS.find((id) => id === raw.replace(/^-/, ''));
  return {
    view,
    q: (params.get('q') ?? '').slice(0, 500),
    sort: by ? { by, descending: raw.startsWith('-') } : DEFAULT_SORT[view],
    grouped: params.get('group') === 'workload',
  };
}

/** Only what differs from the defaults, so that a link says what it is about. */
export function paramsOf({ view, q, sort, grouped }: TriageState): URLSearchParams {
  const params = new URLSearchParams();
  if (view !== 'all') params.set('view', view);
  if (q !== '') params.set('q', q);
  const usual = DEFAULT_SORT[view];
  if (sort.by !== usual.by || sort.descending !== usual.descending)
    params.set('sort', `${sort.descending ? '-' : ''}${sort.by}`);
  if (grouped) params.set('group', 'workload');
  return params;
}

/** View, filter, order and grouping live in the URL; changing them asks the server for nothing. */
export function useTriageState(): [TriageState, (change: Partial<TriageState>, how?: 'push' | 'replace') => void] {
  const search = useSearchParams();
  const path = usePathname();
  const state = useMemo(() => stateFrom(new URLSearchParams(search)), [search]);
  const change = useCallback(
    (part: Partial<TriageState>, how: 'push' | 'replace' = 'replace') => {
      const was = stateFrom(new URLSearchParams(window.location.search));
      const next = { ...was, ...(part.view && !part.sort ? { sort: DEFAULT_SORT[part.view] } : {}), ...part };
      const query = paramsOf(next).toString();
      const url = query ? `${path}?${query}` : path;
      if (how === 'push') window.history.pushState(null, '', url);
      else window.history.replaceState(null, '', url);
    },
    [path],
  );
  return [state, change];
}
