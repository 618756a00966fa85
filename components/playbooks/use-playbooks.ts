'use client';

import { queryOptions, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { getJson } from '@/components/get-json';
import type { Phase } from '@/lib/cases/case';
import { keys } from '@/lib/live/keys';
import { PlaybookSummary, PlaybookVersionText } from '@/lib/playbooks/versions';

export const listQuery = queryOptions({
  queryKey: [...keys.playbooks(), 'list'],
  queryFn: ({ signal }) => getJson(z.array(PlaybookSummary), '/api/playbooks', signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const usePlaybooks = (initial: PlaybookSummary[]) => useQuery({ ...listQuery, initialData: initial });

/** The text of one version. That of a draft changes: it is asked for anew with each save, like all of this room. */
export const versionQuery = (phase: Phase, version: number) =>
  queryOptions({
    queryKey: [...keys.playbooks(), phase, version],
    queryFn: ({ signal }) => getJson(PlaybookVersionText, `/api/playbooks/${phase}/${version}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const useVersion = (phase: Phase, version: number) => useQuery(versionQuery(phase, version));
