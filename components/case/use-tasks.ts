'use client';

import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { getJson } from '@/components/get-json';
import { AssetView } from '@/lib/cases/asset';
import { TaskView } from '@/lib/cases/task';
import { keys } from '@/lib/live/keys';

/** Tasks of a case in all states. The event stream adds and changes them. */
export const useTasks = (number: number, caseId: string, { enabled = true } = {}) =>
  useQuery({
    queryKey: keys.tasks(caseId),
    queryFn: ({ signal }) => getJson(z.array(TaskView), `/api/cases/${number}/tasks`, signal),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What the attacker has, or may have. The event stream adds and changes it. */
export const useAssets = (number: number, caseId: string, { enabled = true } = {}) =>
  useQuery({
    queryKey: keys.assets(caseId),
    queryFn: ({ signal }) => getJson(z.array(AssetView), `/api/cases/${number}/assets`, signal),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });
