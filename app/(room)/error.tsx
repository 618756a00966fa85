'use client';

import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/states';

/** A fault of ours in one room; the shell around it still works. */
export default function RoomError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <ErrorNote
      title="This room could not be shown"
      detail={`The fault is Bulkhead's. Nothing was sent to a cluster by it; the other rooms work.${error.digest ? ` Its mark in the server log: ${error.digest}` : ''}`}
      action={<Button onClick={reset}>Try again</Button>}
    />
  );
}
