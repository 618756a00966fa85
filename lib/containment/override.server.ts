import 'server-only';
import { z } from 'zod';
import { recordNote } from '../action-log/log.server.ts';
import type { SignedIn } from '../auth/session.server.ts';
import { publishCase } from '../cases/changed.server.ts';
import { inTransactionOrNot, openCaseIn } from '../cases/open-case.server.ts';
import { type ActionResult, failed, succeeded } from '../failure.ts';
import { addEntry } from '../timeline/write.server.ts';
import { readGateFacts } from './gate-facts.server.ts';
import { gateOf } from './gates.ts';
import { GateKind, type GateView } from './step.ts';
import { publishContainment } from './view.server.ts';

export const OverrideInput = z.object({
  caseId: z.uuid(),
  suspectId: z.uuid(),
  gate: GateKind,
  reason: z.string().trim().min(10, 'must have 10 characters or more').max(2_000, 'is longer than 2,000 characters'),
});

/** Passes a closed gate for one suspect, for good: on the record, the timeline and the action log in one transaction. */
export function overrideGate(
  { caseId, suspectId, gate, reason }: z.infer<typeof OverrideInput>,
  { person }: { person: SignedIn },
): Promise<ActionResult<GateView>> {
  return inTransactionOrNot(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "Suspect" WHERE id = ${suspectId}::uuid FOR UPDATE`;
    const open = await openCaseIn(tx, caseId);
    if (!open.ok) return open;
    const suspect = await tx.suspect.findFirst({ where: { id: suspectId, caseId }, include: { case: true } });
    if (!suspect) return failed('no-such-suspect', 'There is no such suspect in this case', 'No gate was passed.');
    const before = gateOf(gate, await readGateFacts(tx, suspectId));
    if (before.state === 'open') return failed('gate-open', 'The gate is open', 'There is nothing to override.');
    if (before.state === 'overridden') return succeeded(before);
    await tx.gateOverride.create({ data: { caseId, suspectId, gate, reason, personId: person.id } });
    const name = `${suspect.namespace}/${suspect.podName}`;
    const step = gate === 'capture' ? 'capture' : 'scale to zero';
    const words = `Gate before ${step} of ${name} overridden: ${reason}`;
    await recordNote(
      { person, clusterId: suspect.case.clusterId, caseId, words },
      { gate, reason, waitedFor: before.words, loses: before.loses },
      tx,
    );
    await addEntry(tx, {
      caseId,
      occurredAt: new Date(),
      occurredFrom: 'ours',
      source: 'case',
      sentence: words,
      detail: { gate, reason, waitedFor: before.words, loses: before.loses },
      personId: person.id,
      dedupeKey: `override:${suspectId}:${gate}`,
    });
    await publishContainment(tx, caseId, suspectId);
    await publishCase(tx, caseId);
    return succeeded(gateOf(gate, await readGateFacts(tx, suspectId)));
  });
}
