'use client';

import { useMemo } from 'react';
import {
  linkEntries,
  markKeyEvents,
  setTechnique,
  setVerdict,
  showEntries,
  starEntries,
  tagEntries,
  ungroup,
} from '@/app/actions/timeline';
import type { Saving } from './use-saving';
import type { Verdict } from './verdict';

type Ids = readonly string[];

/** What one press does to entries; what came of it arrives by the event stream, for everybody alike. */
export interface Annotate {
  star: (ids: Ids, on: boolean) => void;
  keyEvent: (ids: Ids, on: boolean) => void;
  tag: (ids: Ids, tag: string, on: boolean) => void;
  technique: (ids: Ids, technique: string, on: boolean) => void;
  link: (ids: Ids, to: string, on: boolean) => void;
  verdict: (ids: Ids, verdict: Verdict | null) => void;
  show: (ids: Ids) => void;
  ungroup: (groupId: string) => void;
}

export function useAnnotate(caseId: string, { save }: Pick<Saving, 'save'>): Annotate {
  return useMemo(() => {
    const of = (ids: Ids) => ({ caseId, entryIds: [...ids] });
    return {
      star: (ids, on) => void save(() => starEntries({ ...of(ids), on })),
      keyEvent: (ids, on) => void save(() => markKeyEvents({ ...of(ids), on })),
      tag: (ids, tag, on) => void save(() => tagEntries({ ...of(ids), tag, on })),
      technique: (ids, technique, on) => void save(() => setTechnique({ ...of(ids), technique, on })),
      link: (ids, to, on) => void save(() => linkEntries({ ...of(ids), to, on })),
      verdict: (ids, verdict) => void save(() => setVerdict({ ...of(ids), verdict })),
      show: (ids) => void save(() => showEntries(of(ids))),
      ungroup: (groupId) => void save(() => ungroup({ caseId, groupId })),
    };
  }, [caseId, save]);
}
