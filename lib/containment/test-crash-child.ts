// Run as a process of its own by resume.test.ts: sends or begins a step, and is killed in the middle of it.
import { setTimeout as wait } from 'node:timers/promises';
import { clusters, startClusters } from '../cluster/clusters.server.ts';
import { db } from '../db/client.server.ts';
import { followActions } from '../timeline/follow.server.ts';
import { planStep } from './plan.server.ts';
import { sendStep } from './send.server.ts';
import { StepKind } from './step.ts';

const [caseId = '', suspectId = '', personId = '', step = ''] = process.argv.slice(2);
followActions();
startClusters();
while (clusters()[0]?.cache.status().state !== 'live') await wait(20);
const person = await db.person.findUniqueOrThrow({ where: { id: personId } });
const kind = StepKind.parse(step);
const made = await planStep({ caseId, suspectId, step: kind, mode: null, undoOf: null });
if (!made.ok) throw new Error(made.failure.detail);
await sendStep(
  { caseId, suspectId, step: kind, mode: null, planHash: made.value.plan.hash },
  { person: { ...person, sessionId: person.id } },
);
