import 'server-only';
import { PHASES } from '../../cases/case.ts';
import { db } from '../../db/client.server.ts';
import { currentPlaybook } from '../../playbooks/versions.server.ts';
import { playbookFinding, type Reviewed } from './playbooks.ts';

/** Reads when each playbook was reviewed last. */
export async function findPlaybooks(now: Date) {
  const reviews: Reviewed[] = [];
  for (const phase of PHASES) {
    const { playbook } = await currentPlaybook(db, phase);
    const last = await db.playbookReview.findFirst({ where: { phase }, orderBy: { reviewedAt: 'desc' } });
    const { reviewedAt = null, nextDueAt = null } = last ?? {};
    reviews.push({ phase, title: playbook.title, reviewedAt, nextDueAt });
  }
  return playbookFinding(reviews, now);
}
