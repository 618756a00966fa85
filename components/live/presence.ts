'use client';

import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { z } from 'zod';
import { seenIn } from '@/app/actions/presence';
import { getJson } from '@/components/get-json';
import { keys } from '@/lib/live/keys';
import { PRESENCE_MS, PresenceView } from '@/lib/live/presence';

/** Who is in the room of a case now, by name. */
export const usePresence = (number: number, caseId: string): readonly PresenceView[] =>
  useQuery({
    queryKey: keys.presence(caseId),
    queryFn: ({ signal }) => getJson(z.array(PresenceView), `/api/cases/${number}/presence`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  }).data ?? NOBODY;

const NOBODY: readonly PresenceView[] = [];

/** Says that this browser looks at the case, as long as it is in sight. Stands once, in what all rooms of a case share. */
export function useSeenIn(caseId: string): void {
  // /cases/42/timeline: the part behind the number; the room itself has none
  const screen = usePathname().split('/')[3] ?? 'room';
  useEffect(() => {
    const say = () => {
      if (document.visibilityState === 'visible') void seenIn({ caseId, screen }).catch(() => {}); // said again soon
    };
    say();
    const again = setInterval(say, PRESENCE_MS / 2.5);
    document.addEventListener('visibilitychange', say);
    return () => {
      clearInterval(again);
      document.removeEventListener('visibilitychange', say);
    };
  }, [caseId, screen]);
  useEffect(() => () => void seenIn({ caseId, screen: null }).catch(() => {}), [caseId]);
}
