'use client';

import { type RefObject, useLayoutEffect, useState } from 'react';

/** Width of an element in px, kept current; `guess` until it is measured. */
export function usePlotWidth(element: RefObject<HTMLElement | null>, guess: number): number {
  const [width, setWidth] = useState(guess);
  useLayoutEffect(() => {
    const plot = element.current;
    if (!plot) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.max(80, entry.contentRect.width)));
    setWidth(Math.max(80, plot.clientWidth));
    observer.observe(plot);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
