import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from '../cluster/http.server.ts';
import { db, isDuplicate } from '../db/client.server.ts';
import { unlessInProgress } from './in-progress.server.ts';
import { recordOutcome } from './log.server.ts';
import { type Finding, lookUp } from './lookup.server.ts';
import { RecordBody } from './record.ts';

export interface Settled {
  readonly actionId: string;
  readonly outcome: NonNullable<RecordBody['outcome']>;
  readonly words: string;
}

/** When the client's connection is gone, the API server gives the request up; what has not come by now will not come. */
const GIVEN_UP_AFTER_MS = 10_000;

/**
 * After a crash: looks up every intent without an outcome, of a process that is no more, and records what the cluster
 * shows. Nothing is sent again. A cluster that does not answer is asked for `patienceMs`; then the outcome is `unknown`.
 */
export async function settleUnfinished(
  clusterById: (id: string) => Connection | null | undefined,
  options: { patienceMs?: number; givenUpAfterMs?: number } = {},
): Promise<Settled[]> {
  const unfinished = await db.$queryRaw<{ body: string }[]>`
    SELECT i.body FROM "ActionRecord" i WHERE i.kind = 'intent' AND NOT EXISTS
      (SELECT 1 FROM "ActionRecord" o WHERE o."actionId" = i."actionId" AND o.kind = 'outcome') ORDER BY i.seq`;
  const settled = await Promise.all(
    unfinished.map(async ({ body }): Promise<Settled | null> => {
      const intent = RecordBody.safeParse(JSON.parse(body));
      return intent.success ? settleOne(intent.data, clusterById, options) : null;
    }),
  );
  return settled.filter((each) => each !== null);
}

async function settleOne(
  intent: RecordBody,
  clusterById: (id: string) => Connection | null | undefined,
  { patienceMs = 30_000, givenUpAfterMs = GIVEN_UP_AFTER_MS }: { patienceMs?: number; givenUpAfterMs?: number },
): Promise<Settled | null> {
  let settled: Settled | null = null;
  await unlessInProgress(intent.actionId, async () => {
    const { outcome, words } = conclusion(await ask(intent, clusterById, patienceMs, givenUpAfterMs));
    const said = `Bulkhead ended before the answer was recorded. ${words}`;
    try {
      await recordOutcome({ actionId: intent.actionId, outcome, answer: { words: said, settled: true }, person: null });
      settled = { actionId: intent.actionId, outcome, words: said };
    } catch (error) {
      if (!isDuplicate(error)) throw error; // else another process settled it meanwhile
    }
  });
  return settled;
}

const conclusion = ({ outcome, words }: Finding): Omit<Settled, 'actionId'> => ({
  outcome: outcome === 'not-seen' ? 'failed' : outcome,
  words,
});

async function ask(
  intent: RecordBody,
  clusterById: (id: string) => Connection | null | undefined,
  patienceMs: number,
  givenUpAfterMs: number,
): Promise<Finding> {
  const askedFrom = Date.now();
  const settledFrom = Date.parse(intent.recordedAt) + givenUpAfterMs;
  for (;;) {
    const cluster = clusterById(intent.clusterId ?? '');
    const finding: Finding = cluster
      ? await lookUp(intent, cluster)
      : { outcome: 'unknown', words: 'Its cluster is not connected.', again: true };
    const tooEarly = finding.outcome === 'not-seen' && Date.now() < settledFrom;
    const tryAgain = finding.again && Date.now() - askedFrom < patienceMs;
    if (!tooEarly && !tryAgain) return finding;
    await wait(Math.min(1_000, Math.max(50, tooEarly ? settledFrom - Date.now() : patienceMs / 10)));
  }
}
