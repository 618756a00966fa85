import { runningDigest } from '../kubernetes/images.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { workloadOf } from '../kubernetes/owners.ts';
import { podStatus } from '../kubernetes/pod-status.ts';
import { QUARANTINE_LABEL } from '../kubernetes/quarantine-label.ts';
import { keepContext, type TriageContext, type TriageSources } from './context.ts';
import type { ImageRef, Signal, TriageRow } from './row.ts';
import { SIGNALS } from './signals/index.ts';

export interface TriageState extends TriageSources {
  pods: readonly Pod[];
  now: number; // ms since the epoch
}

/** Rows of all pods, worst first. Whoever keeps a cluster current uses `keepContext` and `rowOf` instead. */
export function rowsOf(state: TriageState): TriageRow[] {
  const keeper = keepContext(state);
  for (const pod of state.pods) keeper.podChanged(null, pod);
  keeper.usageChanged(
    state.pods.map(({ metadata }) => `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`),
    state.now,
  );
  const context = keeper.at(state.now);
  return state.pods.map((pod) => rowOf(pod, context)).sort((a, b) => b.risk - a.risk);
}

/** One pod as triage shows it. Its signals are heaviest first, and its risk is their sum. */
export function rowOf(pod: Pod, context: TriageContext): TriageRow {
  const { metadata, spec } = pod;
  const namespace = metadata?.namespace ?? '';
  const name = metadata?.name ?? '';
  const status = podStatus(pod, context.node(spec?.nodeName ?? ''));
  const signals = signalsOf(pod, context);
  const usage = context.usage(namespace, name);
  return {
    uid: metadata?.uid ?? '',
    namespace,
    name,
    workload: workloadOf(pod, context.find),
    status: status.status,
    statusLevel: status.level,
    waitingReason: status.waitingReason,
    ready: `${status.readyContainers}/${status.totalContainers}`,
    restarts: status.restarts,
    lastRestartAt: status.lastRestartAt,
    createdAt: metadata?.creationTimestamp ?? '',
    node: spec?.nodeName ?? null,
    images: imagesOf(pod),
    serviceAccount: spec?.serviceAccountName || 'default',
    cpuCores: usage?.cpuCores ?? null,
    cpuHistory: [...(usage?.history ?? [])],
    memoryBytes: usage?.memoryBytes ?? null,
    risk: signals.reduce((sum, { weight }) => sum + weight, 0),
    signals,
    quarantined: Object.hasOwn(metadata?.labels ?? {}, QUARANTINE_LABEL),
  };
}

const RULES = Object.values(SIGNALS);

function signalsOf(pod: Pod, context: TriageContext): Signal[] {
  const found: Signal[] = [];
  for (const rule of RULES) {
    const signal = rule(pod, context);
    if (signal) found.push(signal);
  }
  return found.sort((a, b) => b.weight - a.weight);
}

/** Containers first, then init and ephemeral ones; the digest is of what runs, not of what the spec asks for. */
export function imagesOf({ spec, status }: Pod): ImageRef[] {
  const statuses = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? []), ...(spec?.ephemeralContainers ?? [])].map(
    ({ name, image }) => ({
      container: name,
      image: image ?? '',
      digest: runningDigest(statuses.find((each) => each.name === name)),
    }),
  );
}
