'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState, useTransition } from 'react';
import type { ActionResult, Failure } from '@/lib/failure';
import type { Key } from '@/lib/live/keys';

const NO_ANSWER: Failure = {
  code: 'no-answer',
  title: 'Bulkhead does not answer.',
  detail: 'Whether it was kept is not known.',
  next: 'Look before you repeat it.',
};

/**
 * Sends one change at a time, then asks anew for what lies below `key`; `failure` is that of the last one. The page itself
 * is not asked for again: that would put back its address, and with it what is open.
 */
export function useSend(key: Key) {
  const client = useQueryClient();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [sending, start] = useTransition();
  /** `done` runs when the change was made, with what it answered. */
  const send = <T>(change: () => Promise<ActionResult<T>>, done?: (value: T) => void) =>
    start(async () => {
      const result = await change().catch(() => ({ ok: false as const, failure: NO_ANSWER }));
      setFailure(result.ok ? null : result.failure);
      if (!result.ok) return;
      await client.invalidateQueries({ queryKey: key });
      done?.(result.value);
    });
  return { send, sending, failure };
}
