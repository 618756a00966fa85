'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { z } from 'zod';
import { getJson } from '@/components/get-json';
import { keys } from '@/lib/live/keys';
import { ChannelView } from '@/lib/reports/channel';
import { ReportDraft } from '@/lib/reports/inputs';
import { ReportView } from '@/lib/reports/report';

/** Status reports of a case, the latest first. The event stream adds to them. */
export const useReports = (number: number, caseId: string) =>
  useQuery({
    queryKey: keys.reports(caseId),
    queryFn: ({ signal }) => getJson(z.array(ReportView), `/api/cases/${number}/reports`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What the record would have a report say now. Asked for when somebody looks, and not again by itself. */
export const useReportDraft = (number: number, caseId: string, enabled: boolean) =>
  useQuery({
    queryKey: ['report-draft', caseId],
    queryFn: ({ signal }) => getJson(ReportDraft, `/api/cases/${number}/reports/draft`, signal),
    enabled,
    staleTime: 0,
    gcTime: 0,
    refetchOnReconnect: false,
  });

/** Where status reports can be sent. */
export const useChannels = (initial?: ChannelView[]) =>
  useQuery({
    queryKey: keys.channels(),
    queryFn: ({ signal }) => getJson(z.array(ChannelView), '/api/channels', signal),
    ...(initial ? { initialData: initial } : {}),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Puts a report that an action answered where the event stream will put it too. */
export function useTakeReport(caseId: string) {
  const client = useQueryClient();
  return useCallback(
    (report: ReportView) =>
      client.setQueryData<ReportView[]>(keys.reports(caseId), (all) =>
        [report, ...(all ?? []).filter(({ id }) => id !== report.id)].sort((a, b) => b.number - a.number),
      ),
    [client, caseId],
  );
}
