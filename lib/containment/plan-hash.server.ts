import 'server-only';
import { createHash } from 'node:crypto';
import { canonicalJson } from '../action-log/canonical.ts';
import type { Plan } from './step.ts';

/**
 * SHA-256 over what a person confirms: the requests without their dry runs, the mode, the pod by UID, and how many runs of
 * this step were over before. The last tells a wanted second try from a second click. resourceVersion is left out: it is
 * taken afresh at the click, and would turn every change of status into another plan.
 */
export function planHash(plan: Omit<Plan, 'hash'>, podUid: string, runsBefore: number): string {
  const requests = plan.requests.map(({ dryRun: _verdict, body, kubectl: _command, ...rest }) => ({
    ...rest,
    body: withoutVersion(body),
  }));
  const { step, suspectId, mode, undoOf, collectors, dies } = plan;
  const confirmed = {
    requests,
    step,
    suspectId,
    podUid,
    mode,
    undoOf,
    collectors: collectors.map(({ id }) => id),
    dies,
    runsBefore,
  };
  return createHash('sha256').update(canonicalJson(confirmed)).digest('hex');
}

function withoutVersion(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('metadata' in body)) return body ?? null;
  const { metadata } = body;
  if (typeof metadata !== 'object' || metadata === null) return body;
  return {
    ...body,
    metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== 'resourceVersion')),
  };
}
