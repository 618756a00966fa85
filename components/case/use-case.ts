'use client';

import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { getJson } from '@/components/get-json';
import { CaseView } from '@/lib/cases/case';
import { LeftBehind } from '@/lib/cases/left-behind';
import { ContainmentView, type IsolationMode, Plan, type StepKind } from '@/lib/containment/step';
import { keys } from '@/lib/live/keys';
import { ChecklistView } from '@/lib/playbooks/checklist';

const NEVER_STALE = { staleTime: Number.POSITIVE_INFINITY } as const;

/** One case with its suspects, by its number. `initial` is what the server rendered. */
export const useCase = (number: number, initial?: CaseView) =>
  useQuery({
    queryKey: keys.case(number),
    queryFn: ({ signal }) => getJson(CaseView, `/api/cases/${number}`, signal),
    initialData: initial,
    ...NEVER_STALE,
  });

/** Steps and gates of each suspect of a case. */
export const useContainment = (number: number, caseId: string) =>
  useQuery({
    queryKey: keys.containment(caseId),
    queryFn: ({ signal }) => getJson(z.array(ContainmentView), `/api/cases/${number}/containment`, signal),
    ...NEVER_STALE,
  });

export interface PlanOf {
  suspectId: string;
  step: StepKind;
  mode: IsolationMode | null;
  undoOf: string | null;
}

/**
 * What would be sent: a dry run on the API server, so it is asked for only when somebody looks, and asked again when they
 * come back to it. The server makes it anew at the click.
 */
export const usePlan = (number: number, of: PlanOf, enabled: boolean) =>
  useQuery({
    queryKey: ['plan', number, of],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ suspect: of.suspectId, step: of.step });
      if (of.mode) query.set('mode', of.mode);
      if (of.undoOf) query.set('undoOf', of.undoOf);
      return getJson(Plan, `/api/cases/${number}/plan?${query}`, signal);
    },
    enabled,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: true,
  });

/** All five phases with their steps and criteria, as this case began with them. Asked anew when something ticks. */
export const useChecklist = (number: number, caseId: string, { enabled = true } = {}) =>
  useQuery({
    queryKey: keys.checklist(caseId),
    queryFn: ({ signal }) => getJson(ChecklistView, `/api/cases/${number}/checklist`, signal),
    enabled,
    ...NEVER_STALE,
  });

/** What steps of the case have left in its cluster; looked at anew whenever somebody is about to close it. */
export const useLeftBehind = (number: number, enabled: boolean) =>
  useQuery({
    queryKey: ['left-behind', number],
    queryFn: ({ signal }) => getJson(z.array(LeftBehind), `/api/cases/${number}/left-behind`, signal),
    enabled,
    gcTime: 0,
  });
