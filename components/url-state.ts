'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** One parameter of the address as state: a link to what is on screen opens it for everyone. Empty means absent. */
export function useUrlState(name: string): [string, (value: string) => void] {
  const value = useSearchParams().get(name) ?? '';
  const set = useCallback(
    (next: string) => {
      const url = new URL(window.location.href);
      if (next) url.searchParams.set(name, next);
      else url.searchParams.delete(name);
      // Next keeps useSearchParams in step with the browser's own history, without a round trip to the server.
      window.history.replaceState(null, '', url);
    },
    [name],
  );
  return [value, set];
}
