'use client';

import { useEffect, useState } from 'react';
import { useStreamUp } from '@/components/live/live-provider';
import { serverNow } from '@/components/ui/time';

/** Shorter than this a broken stream is no news: it resumes by itself. */
const STALE_MS = 10_000;

/** When the event stream broke, RFC 3339, once that is ten seconds ago; null while it is up. */
export function useStale(): string | null {
  const up = useStreamUp();
  const [since, setSince] = useState<string | null>(null);
  useEffect(() => {
    if (up) {
      setSince(null);
      return;
    }
    const at = new Date(serverNow()).toISOString();
    const timer = setTimeout(() => setSince(at), STALE_MS);
    return () => clearTimeout(timer);
  }, [up]);
  return since;
}
