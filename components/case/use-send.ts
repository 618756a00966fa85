'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sendStep, undoStep } from '@/app/actions/containment';
import type { Plan } from '@/lib/containment/step';
import type { Failure } from '@/lib/failure';
import { keys } from '@/lib/live/keys';

/** Sends the plan that is on screen. What comes of it arrives by the event stream; here only refusals are kept. */
export function useSend() {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = async (plan: Plan): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    try {
      const { caseId, suspectId, step, mode, hash: planHash } = plan;
      const result = plan.undoOf
        ? await undoStep({ caseId, suspectId, runId: plan.undoOf, planHash })
        : await sendStep({ caseId, suspectId, step, mode, planHash });
      if (!result.ok) setFailure(result.failure);
      return result.ok;
    } catch {
      setFailure({
        code: 'no-answer',
        title: 'Bulkhead did not answer',
        detail: 'Whether the changes were sent is not known here; the server goes on without this browser.',
        next: 'Look at the timeline before you send anything again.',
      });
      return false;
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: ['plan'] });
      void client.invalidateQueries({ queryKey: keys.containment(plan.caseId) });
    }
  };
  return { busy, failure, send };
}
