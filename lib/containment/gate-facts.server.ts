import 'server-only';
import type { Tx } from '../db/client.server.ts';
import { type CollectorState, collectorStates } from './collected.ts';
import type { GateFacts } from './gates.ts';
import { leakWords } from './quarantine-checks.ts';
import { GateKind, Verification } from './step.ts';

/** What the gates of one suspect look at: its latest quarantine, the latest capture with its retries, and overrides. */
export async function readGateFacts(tx: Tx, suspectId: string): Promise<GateFacts> {
  const [quarantine, capture, overrides] = await Promise.all([
    latestRun(tx, suspectId, 'quarantine'),
    latestRun(tx, suspectId, 'capture'),
    tx.gateOverride.findMany({ where: { suspectId } }),
  ]);
  const artifacts = capture ? await readCollected(tx, capture) : [];
  const count = (state: CollectorState) => artifacts.filter((one) => one === state).length;
  const people = await tx.person.findMany({
    where: { id: { in: overrides.map(({ personId }) => personId) } },
    select: { id: true, name: true },
  });
  const verification = quarantine ? Verification.safeParse(quarantine.result).data : undefined;
  return {
    quarantine:
      !quarantine || quarantine.state === 'undone'
        ? 'not-sent'
        : (verification?.outcome ?? (quarantine.state === 'succeeded' ? 'unknown' : 'not-sent')),
    leaks: whyNotVerified(verification),
    artifacts: {
      sealed: count('sealed'),
      partial: count('partial'),
      failed: count('failed'),
      collecting: count('collecting'),
      expected: artifacts.length,
    },
    overrides: Object.fromEntries(
      overrides.map((one) => [
        GateKind.parse(one.gate),
        {
          reason: one.reason,
          by: people.find(({ id }) => id === one.personId)?.name ?? 'unknown',
          at: one.createdAt.toISOString(),
        },
      ]),
    ),
  };
}

const latestRun = (tx: Tx, suspectId: string, step: 'quarantine' | 'capture') =>
  tx.stepRun.findFirst({ where: { suspectId, step, undoOf: null }, orderBy: { startedAt: 'desc' } });

function whyNotVerified(verification: Verification | undefined): string[] {
  if (!verification || verification.outcome === 'verified') return [];
  if (verification.outcome === 'leaking')
    return verification.leaks.length > 0
      ? verification.leaks.map(leakWords)
      : verification.checks.filter(({ state }) => state === 'failed').map(({ words }) => words);
  return verification.checks
    .filter(({ state }) => state === 'unknown' || state === 'caution')
    .slice(0, 1)
    .map(({ words }) => words);
}

/** How far each collector of a capture is. */
async function readCollected(tx: Tx, run: { id: string; state: string; plan: unknown }): Promise<CollectorState[]> {
  const artifacts = await tx.artifact.findMany({
    where: { stepRunId: run.id },
    orderBy: { number: 'asc' },
    select: { collector: true, container: true, title: true, state: true },
  });
  return collectorStates(run, artifacts);
}
