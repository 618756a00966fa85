'use client';

import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/states';

/** A fault of ours: the page could not be made. What runs on the server and in the cluster goes on. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-[60vh] place-content-center">
      <ErrorNote
        title="This page could not be shown"
        detail={`The fault is Bulkhead's. Nothing was sent to a cluster by it.${error.digest ? ` Its mark in the server log: ${error.digest}` : ''}`}
        action={
          <Button look="solid" onClick={reset}>
            Try again
          </Button>
        }
      />
    </main>
  );
}
