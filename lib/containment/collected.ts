import type { ArtifactView } from '../evidence/artifact.ts';
import { RunRecord } from './run-record.ts';

export type CollectorState = ArtifactView['state'];

/** What is looked at of an artifact to say how far its collector came. */
export type Collected = Pick<ArtifactView, 'collector' | 'container' | 'title' | 'state'>;

/** How far each planned collector of a capture is, over its containers, in the order of the plan. */
export function collectorStates(
  run: { state: string; plan: unknown },
  artifacts: readonly Collected[],
): CollectorState[] {
  const planned = RunRecord.safeParse(run.plan).data?.plan.collectors ?? [];
  return planned.map(({ id }) =>
    collectorState(
      artifacts.filter(({ collector }) => collector === id),
      run.state === 'running',
    ),
  );
}

/** The best try counts: a sealed retry makes up for a failure. */
function collectorState(artifacts: readonly Omit<Collected, 'collector'>[], running: boolean): CollectorState {
  const best = new Map<string, CollectorState>();
  for (const { container, title, state } of artifacts) {
    const target = `${container ?? ''}\n${title}`;
    if (best.get(target) !== 'sealed') best.set(target, state);
  }
  const states = [...best.values()];
  if (states.length === 0) return running ? 'collecting' : 'failed';
  return (['collecting', 'failed', 'partial'] as const).find((state) => states.includes(state)) ?? 'sealed';
}
