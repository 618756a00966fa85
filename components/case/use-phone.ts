'use client';

import { useSyncExternalStore } from 'react';

const PHONE = '(max-width: 640px)';

const subscribe = (listener: () => void) => {
  const query = window.matchMedia(PHONE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** Whether this is a phone; `guess` is what the server took it for. */
export const usePhone = (guess = false): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(PHONE).matches,
    () => guess,
  );
