import 'server-only';
import type { SignedIn } from '../auth/session.server.ts';
import type { Tx } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { overrideCriteria, unmetCriteria } from '../playbooks/criteria.server.ts';
import type { Phase } from './case.ts';

/** Whether what ends these phases is met; what is not is overridden when each has its reason, else nothing is. */
export async function passCriteria(
  tx: Tx,
  caseId: string,
  phases: readonly Phase[],
  overrides: readonly { criterionId: string; reason: string }[],
  person: SignedIn,
): Promise<ActionResult<null>> {
  if (phases.length === 0) return succeeded(null);
  const unmet = await unmetCriteria(tx, caseId, [...phases]);
  const open = unmet.filter(({ id }) => !overrides.some(({ criterionId }) => criterionId === id));
  if (open.length > 0)
    return failed(
      'criteria-open',
      open.length === 1 ? 'One criterion is not met' : `${open.length} criteria are not met`,
      `${open.map(({ phase, words }) => `${phase}: ${words}`).join('; ')}. Nothing was changed.`,
      'Meet them, or override each with a reason.',
    );
  // one that was met meanwhile needs no override
  const needed = overrides.filter(({ criterionId }) => unmet.some(({ id }) => id === criterionId));
  return needed.length > 0 ? overrideCriteria(tx, caseId, needed, person) : succeeded(null);
}
