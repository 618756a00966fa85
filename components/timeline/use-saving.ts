'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useStreamUp } from '@/components/live/live-provider';
import type { ActionResult, Failure } from '@/lib/failure';
import { keys } from '@/lib/live/keys';

const NO_ANSWER: Failure = {
  code: 'no-answer',
  title: 'Not saved',
  detail: 'Bulkhead did not answer. What you typed is kept here.',
  next: 'Try again when the connection is back.',
};

export interface Saving {
  /** Saves, and answers what came of it; undefined: it failed, and `failure` says why. */
  save: <T>(act: () => Promise<ActionResult<T>>) => Promise<T | undefined>;
  failure: Failure | null;
  busy: boolean;
  forget: () => void;
}

/**
 * Saving something of a timeline. Failures are said in their place, and a broken connection is one of them. What was
 * saved comes back by the event stream; while that is down it is asked for.
 */
export function useSaving(caseId: string): Saving {
  const client = useQueryClient();
  const up = useStreamUp();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [running, setRunning] = useState(0);
  const save = useCallback(
    async <T>(act: () => Promise<ActionResult<T>>): Promise<T | undefined> => {
      setRunning((n) => n + 1);
      try {
        const result = await act();
        setFailure(result.ok ? null : result.failure);
        if (!result.ok) return undefined;
        if (!up) void client.invalidateQueries({ queryKey: keys.timeline(caseId) });
        return result.value;
      } catch {
        setFailure(NO_ANSWER);
        return undefined;
      } finally {
        setRunning((n) => n - 1);
      }
    },
    [client, caseId, up],
  );
  const forget = useCallback(() => setFailure(null), []);
  return { save, failure, busy: running > 0, forget };
}
