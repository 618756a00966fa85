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
  /** CaseSummary[] */
  cases: () => ['cases'] as const,
  /** CaseView, by the case's number */
  case: (number: number) => ['case', number] as const,
  /** TimelineEntry[], latest first */
  timeline: (caseId: string) => ['timeline', caseId] as const,
  /** ArtifactView[], by number */
  evidence: (caseId: string) => ['evidence', caseId] as const,
  /** ContainmentView[] */
  containment: (caseId: string) => ['containment', caseId] as const,
  /** the prefix of all queries on the action log */
  actionLog: () => ['action-log'] as const,
};

export type Key = readonly (string | number)[];

/** Whether `key` begins with `prefix`: one invalidation reaches all queries below it. */
export const isBelow = (prefix: Key, key: readonly unknown[]): boolean =>
  prefix.every((part, index) => key[index] === part);
