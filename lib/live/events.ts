import { z } from 'zod';
import { CaseSummary, CaseView } from '../cases/case.ts';
import { ClusterStatus } from '../cluster/status.ts';
import { ContainmentView } from '../containment/step.ts';
import { ArtifactView } from '../evidence/artifact.ts';
import { TimelineEntry } from '../timeline/entry.ts';
import { TriageRow } from '../triage/row.ts';

/**
 * What the one SSE stream (GET /api/live) carries. Each event holds whole values, so that applying one twice changes
 * nothing. `hello` opens the stream and says whether it could be resumed: when not, queries are invalidated.
 */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), resumed: z.boolean(), serverTime: z.string() }),
  z.object({ type: z.literal('cluster.status'), clusterId: z.string(), status: ClusterStatus }),
  z.object({
    type: z.literal('triage.rows'),
    clusterId: z.string(),
    changed: z.array(TriageRow),
    removed: z.array(z.string()), // UIDs
    occurredAt: z.string(),
  }),
  z.object({ type: z.literal('case.changed'), case: CaseView }),
  z.object({ type: z.literal('case.listed'), case: CaseSummary }),
  z.object({ type: z.literal('timeline.entry'), caseId: z.uuid(), entry: TimelineEntry }),
  z.object({ type: z.literal('artifact.changed'), caseId: z.uuid(), artifact: ArtifactView }),
  z.object({ type: z.literal('containment.changed'), caseId: z.uuid(), containment: ContainmentView }),
  z.object({ type: z.literal('action-log.grew'), upTo: z.number().int(), verifiedAt: z.string().nullable() }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;
