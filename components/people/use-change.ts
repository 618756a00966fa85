'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { NO_ANSWER } from '@/components/settings/no-answer';
import type { ActionResult, Failure } from '@/lib/failure';
import { keys } from '@/lib/live/keys';

/** Sends one change at a time and asks for the lists anew afterwards; `failure` is that of the last one. */
export function useChange() {
  const router = useRouter();
  const client = useQueryClient();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [sending, start] = useTransition();
  /** `done` gets the value when the change was made. */
  const send = <T>(change: () => Promise<ActionResult<T>>, done?: (value: T) => void) =>
    start(async () => {
      const result = await change().catch(() => ({ ok: false as const, failure: NO_ANSWER }));
      setFailure(result.ok ? null : result.failure);
      if (!result.ok) return;
      done?.(result.value);
      await client.invalidateQueries({ queryKey: keys.access() });
      router.refresh(); // name and role in the bar above may be one's own
    });
  return { send, sending, failure };
}
