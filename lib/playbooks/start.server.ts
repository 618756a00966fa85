import 'server-only';
import { PHASES } from '../cases/case.ts';
import { openCaseIn } from '../cases/open-case.server.ts';
import type { Tx } from '../db/client.server.ts';
import { currentPlaybook } from './versions.server.ts';

/** Gives a case its own copy of the five playbooks as they are now. A case that has one keeps it. */
export async function startChecklist(tx: Tx, caseId: string): Promise<void> {
  for (const phase of PHASES) {
    const { version, playbook } = await currentPlaybook(tx, phase);
    await tx.checklistStep.createMany({
      data: playbook.steps.map((content, position) => ({
        caseId,
        phase,
        key: content.key,
        position,
        playbookVersion: version,
        content,
      })),
      skipDuplicates: true,
    });
    await tx.checklistCriterion.createMany({
      data: playbook.criteria.map((content, position) => ({ caseId, phase, key: content.key, position, content })),
      skipDuplicates: true,
    });
  }
}

/** Cases from before there were checklists get theirs when somebody first needs it; a closed one stays without. */
export async function ensureChecklist(tx: Tx, caseId: string): Promise<void> {
  if (await tx.checklistCriterion.findFirst({ where: { caseId }, select: { id: true } })) return;
  const open = await openCaseIn(tx, caseId);
  if (open.ok) await startChecklist(tx, caseId);
}
