import { expect, test } from 'vitest';
import { named, row } from '../testing/triage.ts';
import { groupByWorkload } from './workloads.ts';

test('workloads: risk of the worst pod, CPU of those measured', () => {
  const of = (name: string, risk: number, cpuCores: number | null) =>
    row({ name, uid: name, risk, cpuCores, restarts: 1, workload: { kind: 'Deployment', name: 'web' } });
  const groups = groupByWorkload([
    of('a', 5, 0.5),
    row({ name: 'lone', risk: 0, workload: { kind: 'Pod', name: 'lone' } }),
    of('b', 40, null),
  ]);
  expect(groups.map(({ key, rows, risk, cpuCores, restarts }) => [key, named(rows), risk, cpuCores, restarts])).toEqual(
    [
      ['finance/Deployment/web', ['a', 'b'], 40, 0.5, 2],
      ['finance/Pod/lone', ['lone'], 0, null, 0],
    ],
  );
});
