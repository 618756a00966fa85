'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getJson } from '@/components/get-json';
import { BoardPage } from '@/lib/cases/board';
import { keys } from '@/lib/live/keys';
import { SearchAnswer } from '@/lib/search/search';
import type { Shown } from './board-model';

export interface BoardView {
  show: Shown;
  q: string;
}

/** Cases of one segment of the board, page by page. The event stream has it asked anew when a case changes. */
export const useBoard = ({ show, q }: BoardView, initial?: BoardPage) =>
  useInfiniteQuery({
    queryKey: [...keys.board(), show, q],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ show, q, ...(pageParam ? { cursor: pageParam } : {}) });
      return getJson(BoardPage, `/api/cases/board?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    ...(initial ? { initialData: { pages: [initial], pageParams: [''] } } : {}),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Everything that was written, collected or said, in all cases. */
export const useFound = (q: string) =>
  useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => getJson(SearchAnswer, `/api/search?${new URLSearchParams({ q })}`, signal),
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
