'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { LiveProvider } from '@/components/live/live-provider';

/** Reads are patched by the event stream, so nothing is asked again by itself: not on focus, not on a timer. */
export function Providers({ from, children }: { from: string; children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false, retry: 2, gcTime: 30 * 60_000 } } }),
  );
  return (
    <QueryClientProvider client={client}>
      <LiveProvider from={from}>{children}</LiveProvider>
    </QueryClientProvider>
  );
}
