'use client';

import { useCallback, useState } from 'react';
import type { ActionResult, Failure } from '@/lib/failure';

const NO_ANSWER: Failure = {
  code: 'no-answer',
  title: 'Bulkhead does not answer',
  detail: 'Whether the change was made is not known here. What you typed is still on screen.',
  next: 'Look at the case before you repeat it.',
};

/**
 * Sends one change at a time and keeps the failure of the last one. What changed arrives by the event stream, so there is
 * nothing to ask again. Answers whether it was made.
 */
export function useAct() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const act = useCallback(async (change: () => Promise<ActionResult<unknown>>): Promise<boolean> => {
    setBusy(true);
    const result = await change().catch(() => ({ ok: false as const, failure: NO_ANSWER }));
    setBusy(false);
    setFailure(result.ok ? null : result.failure);
    return result.ok;
  }, []);
  return { act, busy, failure };
}
