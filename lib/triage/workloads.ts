import type { TriageRow } from './row.ts';

/** Pods of one workload, as triage groups them. */
export interface WorkloadGroup {
  key: string; // "finance/Deployment/payment-service"
  namespace: string;
  kind: string;
  name: string;
  rows: TriageRow[]; // in the order given
  /** of its worst pod: a workload of many harmless pods is not worse than one bad pod */
  risk: number;
  /** null when none is measured; else of those that are */
  cpuCores: number | null;
  restarts: number;
}

/** Groups rows by workload, in the order in which the workloads first appear. */
export function groupByWorkload(rows: readonly TriageRow[]): WorkloadGroup[] {
  const groups = new Map<string, WorkloadGroup>();
  for (const row of rows) {
    const { kind, name } = row.workload;
    const key = `${row.namespace}/${kind}/${name}`;
    let group = groups.get(key);
    if (!group) {
      group = { key, namespace: row.namespace, kind, name, rows: [], risk: 0, cpuCores: null, restarts: 0 };
      groups.set(key, group);
    }
    group.rows.push(row);
    group.risk = Math.max(group.risk, row.risk);
    group.restarts += row.restarts;
    if (row.cpuCores !== null) group.cpuCores = (group.cpuCores ?? 0) + row.cpuCores;
  }
  return [...groups.values()];
}
