import type { TimelineView } from '../timeline/page.ts';

/** Query keys of what the event stream keeps current: each names all that its answer depends on. */
export const keys = {
  /** ClusterStatus[] */
  clusters: () => ['clusters'] as const,
  /** {rows: TriageRow[], total, status} */
  triage: (clusterId: string) => ['triage', clusterId] as const,
  /** BindingRow[] */
  bindings: (clusterId: string) => ['bindings', clusterId] as const,
  /** PodDetail */
  pod: (clusterId: string, namespace: string, name: string) => ['pod', clusterId, namespace, name] as const,
  /** CaseSummary[] of open cases, the most urgent */
  cases: () => ['cases'] as const,
  /** the prefix of all queries on the board of cases: BoardPage */
  board: () => ['board'] as const,
  /** CaseView, by the case's number */
  case: (number: number) => ['case', number] as const,
  /** the prefix of all queries on a case's timeline */
  timeline: (caseId: string) => ['timeline', caseId] as const,
  /** {pages: TimelinePage[]}, of consecutive pages, latest first. `at`: where the first of them was asked for; '' for the newest */
  timelinePages: (caseId: string, view: TimelineView, at = '') =>
    ['timeline', caseId, 'pages', ...viewParts(view), at] as const,
  /** TimelineOverview; not patched by events: who shows it asks anew, at his own pace */
  timelineOverview: (caseId: string, view: TimelineView, buckets: number) =>
    ['timeline', caseId, 'overview', ...viewParts(view), buckets] as const,
  /** TimelineFacts */
  timelineFacts: (caseId: string) => ['timeline', caseId, 'facts'] as const,
  /** EntryWording[] of an entry at one of its versions */
  timelineHistory: (caseId: string, entryId: string, version: number) =>
    ['timeline', caseId, 'history', entryId, version] as const,
  /** ArtifactView[], by number */
  evidence: (caseId: string) => ['evidence', caseId] as const,
  /** ContainmentView[] */
  containment: (caseId: string) => ['containment', caseId] as const,
  /** TaskView[] */
  tasks: (caseId: string) => ['tasks', caseId] as const,
  /** AssetView[] */
  assets: (caseId: string) => ['assets', caseId] as const,
  /** ReportView[], latest first */
  reports: (caseId: string) => ['reports', caseId] as const,
  /** ChecklistView */
  checklist: (caseId: string) => ['checklist', caseId] as const,
  /** PresenceView[] */
  presence: (caseId: string) => ['presence', caseId] as const,
  /** Typing[] */
  typing: (caseId: string) => ['typing', caseId] as const,
  /** the prefix of all queries on readiness */
  readiness: () => ['readiness'] as const,
  /** the prefix of all queries on the organisation's playbooks */
  playbooks: () => ['playbooks'] as const,
  /** ChannelView[] */
  channels: () => ['channels'] as const,
  /** AccessView: people, sign-ins, invitations and API tokens, as far as the viewer may see them */
  access: () => ['access'] as const,
  /** the prefix of all queries on the action log */
  actionLog: () => ['action-log'] as const,
};

const viewParts = ({ q, zone, hidden, from = '', to = '' }: TimelineView) =>
  [q, zone, hidden ? 'hidden' : '', from, to] as const;

/** The view that a key of `timelinePages` names. */
export function viewOfKey(key: readonly unknown[]): TimelineView {
  const [q = '', zone = 'UTC', hidden = '', from = '', to = ''] = key.slice(3).map(String);
  return { q, zone, hidden: hidden !== '', ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

export type Key = readonly (string | number)[];

/** Whether `key` begins with `prefix`: one invalidation reaches all queries below it. */
export const isBelow = (prefix: Key, key: readonly unknown[]): boolean =>
  prefix.every((part, index) => key[index] === part);
