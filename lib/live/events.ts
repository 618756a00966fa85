import { z } from 'zod';
import { AssetView } from '../cases/asset.ts';
import { CaseSummary, CaseView } from '../cases/case.ts';
import { TaskView } from '../cases/task.ts';
import { ClusterStatus } from '../cluster/status.ts';
import { ContainmentView } from '../containment/step.ts';
import { Typing } from '../drafts/draft.ts';
import { ArtifactView } from '../evidence/artifact.ts';
import { ReportView } from '../reports/report.ts';
import { TimelineEntry } from '../timeline/entry.ts';
import { TriageRow } from '../triage/row.ts';
import { PresenceView } from './presence.ts';

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
  /** many entries of a case changed at once: an import, a clock's skew, hiding of hundreds */
  z.object({ type: z.literal('timeline.reordered'), caseId: z.uuid() }),
  z.object({ type: z.literal('artifact.changed'), caseId: z.uuid(), artifact: ArtifactView }),
  z.object({ type: z.literal('containment.changed'), caseId: z.uuid(), containment: ContainmentView }),
  z.object({ type: z.literal('task.changed'), task: TaskView }),
  z.object({ type: z.literal('asset.changed'), asset: AssetView }),
  z.object({ type: z.literal('report.changed'), report: ReportView }),
  z.object({ type: z.literal('checklist.changed'), caseId: z.uuid() }),
  /** who is in the room of a case now */
  z.object({ type: z.literal('presence.changed'), caseId: z.uuid(), present: z.array(PresenceView) }),
  /** who is typing in the fields of a case now */
  z.object({ type: z.literal('typing.changed'), caseId: z.uuid(), typing: z.array(Typing) }),
  z.object({ type: z.literal('readiness.changed') }),
  z.object({ type: z.literal('playbooks.changed') }),
  z.object({ type: z.literal('channels.changed') }),
  /** accounts, sign-ins, invitations or API tokens */
  z.object({ type: z.literal('people.changed') }),
  /** one was added, removed, named or coloured */
  z.object({ type: z.literal('clusters.changed') }),
  /** for one person, who may be on any screen: a task was assigned, the command was offered */
  z.object({ type: z.literal('person.told'), personId: z.uuid(), words: z.string(), href: z.string() }),
  z.object({ type: z.literal('action-log.grew'), upTo: z.number().int(), verifiedAt: z.string().nullable() }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;
