'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import type { ActionResult, Failure } from '@/lib/failure';

const NO_ANSWER: Failure = {
  code: 'no-answer',
  title: 'Bulkhead does not answer.',
  detail: 'Whether the change was made is not known.',
  next: 'Reload and look before you repeat it.',
};

/** Sends one change at a time and shows the page anew afterwards; `failure` is that of the last one. */
export function useChange() {
  const router = useRouter();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [sending, start] = useTransition();
  /** `done` runs when the change was made. */
  const send = (change: () => Promise<ActionResult<unknown>>, done?: () => void) =>
    start(async () => {
      const result = await change().catch(() => ({ ok: false as const, failure: NO_ANSWER }));
      setFailure(result.ok ? null : result.failure);
      if (!result.ok) return;
      done?.();
      router.refresh();
    });
  return { send, sending, failure };
}
