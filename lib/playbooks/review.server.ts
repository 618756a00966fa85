import 'server-only';
import { recordNote } from '../action-log/log.server.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { PHASES, type Phase } from '../cases/case.ts';
import { inTransactionOrNot } from '../cases/open-case.server.ts';
import { namesOf } from '../cases/people.server.ts';
import { db } from '../db/client.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { publish } from '../live/publish.server.ts';
import { isStale, type ReviewPlaybook, type ReviewState } from './versions.ts';

/** When each playbook was reviewed last, and whether that still holds at `now`. */
export async function reviewState(now: Date): Promise<Record<Phase, ReviewState>> {
  const reviews = await Promise.all(
    PHASES.map(async (phase) => {
      const [last, inForce] = await Promise.all([
        db.playbookReview.findFirst({ where: { phase }, orderBy: [{ reviewedAt: 'desc' }, { id: 'desc' }] }),
        db.playbookVersion.aggregate({ where: { phase, publishedAt: { not: null } }, _max: { version: true } }),
      ]);
      return { phase, last, version: inForce._max.version ?? 0 };
    }),
  );
  const names = await namesOf(
    db,
    reviews.map(({ last }) => last?.personId ?? null),
  );
  const states = reviews.map(({ phase, last, version }): [Phase, ReviewState] => [
    phase,
    {
      phase,
      version,
      reviewedAt: last?.reviewedAt.toISOString() ?? null,
      reviewedBy: last ? (names.get(last.personId) ?? 'unknown') : null,
      reviewedVersion: last?.version ?? null,
      nextDueAt: last?.nextDueAt.toISOString() ?? null,
      note: last?.note ?? '',
      stale: isStale(last, version, now),
    },
  ]);
  return Object.fromEntries(states) as Record<Phase, ReviewState>; // one entry for each phase, made above
}

/** Writes down that somebody read the version in force and found it right, and when it is due again. */
export function reviewPlaybook(
  { phase, version, nextDueAt, note }: ReviewPlaybook,
  { person }: { person: SignedIn },
): Promise<ActionResult<null>> {
  return inTransactionOrNot(async (tx) => {
    const newest = await tx.playbookVersion.aggregate({
      where: { phase, publishedAt: { not: null } },
      _max: { version: true },
    });
    const inForce = newest._max.version ?? 0;
    if (version !== inForce)
      return failed(
        'not-in-force',
        `Version ${version} is not in force`,
        `Version ${inForce} is. Nothing was recorded.`,
        'Read the version in force.',
      );
    const due = new Date(nextDueAt);
    if (due.getTime() <= Date.now())
      return failed('due-in-past', 'The next review lies in the past', 'Nothing was recorded.', 'Choose a later date.');
    await tx.playbookReview.create({ data: { phase, version, personId: person.id, nextDueAt: due, note } });
    const words = `Playbook ${phase}, version ${version}, reviewed; due again on ${nextDueAt.slice(0, 10)}`;
    await recordNote({ person, clusterId: null, caseId: null, words }, { phase, version, nextDueAt, note }, tx);
    await publish(tx, 'app', { type: 'playbooks.changed' });
    await publish(tx, 'app', { type: 'readiness.changed' });
    return succeeded(null);
  });
}
