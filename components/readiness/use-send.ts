'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState, useTransition } from 'react';
import type { ActionResult, Failure } from '@/lib/failure';
import { keys } from '@/lib/live/keys';

const NO_ANSWER: Failure = {
  code: 'no-answer',
  title: 'Bulkhead does not answer.',
  detail: 'Whether it was kept is not known.',
  next: 'Look at the history before you repeat it.',
};

/**
 * Sends one change of readiness at a time; `failure` is that of the last one. The page itself is not asked for anew:
 * that would put back the address, and with it the check that is open.
 */
export function useSend() {
  const client = useQueryClient();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [sending, start] = useTransition();
  /** `done` runs when the change was made. */
  const send = (change: () => Promise<ActionResult<unknown>>, done?: () => void) =>
    start(async () => {
      const result = await change().catch(() => ({ ok: false as const, failure: NO_ANSWER }));
      setFailure(result.ok ? null : result.failure);
      if (!result.ok) return;
      await client.invalidateQueries({ queryKey: keys.readiness() });
      done?.();
    });
  return { send, sending, failure };
}
