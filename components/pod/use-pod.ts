'use client';

import { queryOptions } from '@tanstack/react-query';
import { getJson } from '@/components/get-json';
import { keys } from '@/lib/live/keys';
import { PodDetail } from '@/lib/triage/pod-detail';

/** Manifest and events of one pod are not in the event stream: while its page is open they are read anew this often. */
const AGAIN_MS = 10_000;

export const podQuery = (clusterId: string, namespace: string, name: string) =>
  queryOptions({
    queryKey: keys.pod(clusterId, namespace, name),
    queryFn: ({ signal }) =>
      getJson(
        PodDetail,
        `/api/clusters/${[clusterId, 'pods', namespace, name].map(encodeURIComponent).join('/')}`,
        signal,
      ),
    refetchInterval: AGAIN_MS,
    retry: false,
  });
