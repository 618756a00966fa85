'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import type { TriageRow } from '@/lib/triage/row';

const NONE: readonly TriageRow[] = [];

/** The rows of triage if some screen has loaded them; asks for nothing itself. */
export const useKnownRows = (clusterId: string | null): readonly TriageRow[] =>
  useQuery<{ rows: readonly TriageRow[] }>({ queryKey: ['triage', clusterId], queryFn: skipToken }).data?.rows ?? NONE;
