'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { getJson } from '@/components/get-json';
import { ArtifactView } from '@/lib/evidence/artifact';
import { TextWindow } from '@/lib/evidence/text-window';
import { keys } from '@/lib/live/keys';

/** Artifacts of a case without their bytes, oldest first. The event stream adds and changes them. */
export const useEvidence = (number: number, caseId: string, { enabled = true } = {}) =>
  useQuery({
    queryKey: keys.evidence(caseId),
    queryFn: ({ signal }) => getJson(z.array(ArtifactView), `/api/cases/${number}/evidence`, signal),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The bytes as text, window by window. Reading is a custody event, so nothing is read before somebody looks. */
export const useArtifactText = (artifactId: string, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['artifact-text', artifactId],
    queryFn: ({ signal, pageParam }) =>
      getJson(TextWindow, `/api/artifacts/${artifactId}/text?offset=${pageParam}`, signal),
    initialPageParam: 0,
    getNextPageParam: (last) => last.nextOffset,
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
