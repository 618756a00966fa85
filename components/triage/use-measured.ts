'use client';

import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react';

const PHONE = '(max-width: 640px)';

const subscribe = (listener: () => void) => {
  const query = window.matchMedia(PHONE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** Width of the pane in px (1440 until it is measured) and whether this is a phone. */
export function useMeasured(
  element: RefObject<HTMLElement | null>,
  guessedPhone: boolean,
): { width: number; phone: boolean } {
  const [width, setWidth] = useState(1440);
  const phone = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(PHONE).matches,
    () => guessedPhone,
  );
  useEffect(() => {
    const measure = () => setWidth(element.current?.clientWidth ?? document.documentElement.clientWidth);
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [element]);
  return { width, phone };
}
