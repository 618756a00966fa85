import 'server-only';
import { db } from '../db/client.server.ts';
import type { CaseTimes } from './view.ts';

const DRILLS = 2;

/** How the latest two drills and the latest case went, oldest first. Only those that were contained or closed can be compared. */
export async function caseTimes(): Promise<CaseTimes[]> {
  const ended = { OR: [{ containedAt: { not: null } }, { closedAt: { not: null } }] };
  const latest = (drill: boolean, take: number) =>
    db.case.findMany({
      where: { drill, ...ended },
      orderBy: { detectedAt: 'desc' },
      take,
      include: {
        steps: { where: { step: 'capture', state: 'succeeded' }, orderBy: { endedAt: 'asc' } },
        _count: { select: { overrides: true } },
      },
    });
  const [drills, cases] = await Promise.all([latest(true, DRILLS), latest(false, 1)]);
  return [...drills.reverse(), ...cases].map((one): CaseTimes => {
    const since = (at: Date | null | undefined) => (at ? at.getTime() - one.detectedAt.getTime() : null);
    return {
      number: one.number,
      drill: one.drill,
      detectedAt: one.detectedAt.toISOString(),
      openedMs: one.openedAt.getTime() - one.detectedAt.getTime(),
      capturedMs: since(one.steps.at(-1)?.endedAt),
      containedMs: since(one.containedAt),
      gatesOverridden: one._count.overrides,
    };
  });
}
