import { allowed } from '../../kubernetes/network-policy.ts';
import type { Pod } from '../../kubernetes/objects.ts';
import type { DrillClock, DrillState, Store } from '../contract.ts';
import { asObject, get, is, list, NAMESPACES, NETWORK_POLICIES, PODS, uidOf } from '../controllers/objects.ts';
import { withServiceAccount } from '../controllers/pod-template.ts';
import type { SeededRandom } from '../random.ts';
import { container, podSpec } from './build.ts';
import { MINER, SUSPECT } from './finance.ts';

export const ATTACKER = { ip: '203.0.113.66', shellPort: 4444, dropPort: 8443 } as const;
const BYTES_PER_SECOND = 2_900_000;

export type BeatId = 'shell' | 'enumeration' | 'miner' | 'exfiltration';
/** After the start of the scenario, in drill time. T+0 is the shell. */
const BEATS: readonly { id: BeatId; title: string; afterMs: number }[] = [
  { id: 'shell', title: 'A shell in payment-service through POST /debug/eval', afterMs: 30_000 },
  { id: 'enumeration', title: 'The API is enumerated with the payments service account', afterMs: 30_000 + 3 * 60_000 },
  { id: 'miner', title: 'A miner begins in imgproxy', afterMs: 30_000 + 5 * 60_000 },
  { id: 'exfiltration', title: `Data goes to ${ATTACKER.ip}`, afterMs: 30_000 + 7 * 60_000 },
];

export interface BreachState {
  startedAt: number;
  done: BeatId[];
  suspectUid: string;
  minerUid: string;
  bytesSent: number;
  countedUntil: number;
  blockedSince: number | null;
}

/** What the worlds show of the breach. */
export interface BreachView {
  /** when a beat happened to this container, or null */
  at(beat: BeatId, podUid: string, container: string): number | null;
  exfiltration(): DrillState['exfiltration'];
  /** whether packets from the pod reach this address now */
  reaches(pod: Pod, ip: string, port: number): boolean;
}

export interface Breach extends BreachView {
  beats(): DrillState['beats'];
  beatAt(id: string): number | null;
  save(): BreachState;
  stop(): void;
}

/**
 * The break-in as beats on the drill clock, and the counter of what leaves. Data flows while the suspect lives and its
 * effective NetworkPolicies let a packet out to the drop. The plugin of this cluster cuts established flows as soon as it
 * forbids new ones (Cilium does; others let them live), so one evaluation decides for both.
 */
export function startBreach(options: {
  store: Store;
  clock: DrillClock;
  random: SeededRandom;
  saved?: BreachState;
}): Breach {
  const { store, clock, random } = options;
  const state: BreachState = options.saved ?? {
    startedAt: clock.now(),
    done: [],
    bytesSent: 0,
    countedUntil: clock.now(),
    blockedSince: null,
    suspectUid: uidOf(get(store, 'pods', SUSPECT.namespace, SUSPECT.name) ?? {}),
    minerUid: uidOf(get(store, 'pods', MINER.namespace, MINER.name) ?? {}),
  };
  const timeOfBeat = (id: BeatId) => state.startedAt + (BEATS.find((beat) => beat.id === id)?.afterMs ?? 0);
  let flows = false;

  function suspect(): Pod | null {
    const pod = list(store, 'pods', SUSPECT.namespace).find((one) => uidOf(one) === state.suspectUid) ?? null;
    return pod?.status?.containerStatuses?.some((s) => s.name === SUSPECT.container && s.state?.running !== undefined)
      ? pod
      : null;
  }

  function reaches(pod: Pod, ip: string, port: number): boolean {
    const to = list(store, 'pods', null).find((one) => one.status?.podIP === ip && one.spec?.hostNetwork !== true) ?? {
      ip,
    };
    return allowed(
      { from: pod, to, port, protocol: 'TCP' },
      { policies: list(store, 'networkpolicies', null), namespaces: list(store, 'namespaces', null) },
    ).allowed;
  }

  /** Counts up to now by what was so until now; then looks at what is so from now on. */
  function settle(): void {
    const now = clock.now();
    if (flows) state.bytesSent += ((now - state.countedUntil) / 1000) * BYTES_PER_SECOND;
    state.countedUntil = now;
    const pod = suspect();
    const begun = state.done.includes('exfiltration');
    flows = begun && pod !== null && reaches(pod, ATTACKER.ip, ATTACKER.dropPort);
    if (!begun || flows) state.blockedSince = null;
    else state.blockedSince ??= now;
  }

  const cancels = BEATS.filter((beat) => !state.done.includes(beat.id)).map((beat) =>
    clock.at(timeOfBeat(beat.id), () => {
      settle();
      state.done.push(beat.id);
      if (beat.id === 'enumeration') plant();
      settle();
    }),
  );

  /** With the payments account's right to start pods in kube-system: a foot in the node, without owner. */
  function plant(): void {
    if (
      suspect() === null ||
      list(store, 'pods', 'kube-system').some((pod) => pod.metadata?.labels?.['k8s-app'] === 'node-tuner')
    )
      return;
    const spec = podSpec(
      [
        container({
          name: 'tuner',
          image: 'docker.io/library/alpine:3.20',
          command: ['/bin/sh', '-c'],
          args: ['sleep infinity'],
          mounts: { '/host': 'host' },
          security: { privileged: true },
        }),
      ],
      {
        hostPID: true,
        volumes: [{ name: 'host', hostPath: { path: '/', type: '' } }],
      },
    );
    const name = `node-tuner-${random.suffix(5)}`;
    store.create(
      PODS,
      asObject({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name,
          namespace: 'kube-system',
          labels: { 'k8s-app': 'node-tuner' },
          managedFields: [
            {
              manager: 'curl',
              operation: 'Update',
              apiVersion: 'v1',
              time: new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
              fieldsType: 'FieldsV1',
              fieldsV1: { 'f:spec': {} },
            },
          ],
        },
        spec: withServiceAccount(spec, { random }),
        status: { phase: 'Pending', qosClass: 'BestEffort' },
      }),
    );
  }

  settle();
  const unsubscribe = store.subscribe((resource, { object }) => {
    if (
      is(resource, NETWORK_POLICIES) ||
      is(resource, NAMESPACES) ||
      (is(resource, PODS) && object.metadata?.uid === state.suspectUid)
    )
      settle();
  });

  return {
    at(beat, podUid, name) {
      const [uid, of] = beat === 'miner' ? [state.minerUid, MINER.container] : [state.suspectUid, SUSPECT.container];
      return podUid === uid && name === of && state.done.includes(beat) ? timeOfBeat(beat) : null;
    },
    exfiltration() {
      settle();
      return {
        running: flows,
        bytesSent: Math.round(state.bytesSent),
        bytesPerSecond: flows ? BYTES_PER_SECOND : 0,
        to: `${ATTACKER.ip}:${ATTACKER.dropPort}`,
        blockedSince: state.blockedSince === null ? null : new Date(state.blockedSince).toISOString(),
      };
    },
    reaches,
    beats: () =>
      BEATS.map(({ id, title }) => ({
        id,
        title,
        at: new Date(timeOfBeat(id)).toISOString(),
        done: state.done.includes(id),
      })),
    beatAt: (id) =>
      BEATS.some((beat) => beat.id === id)
        ? state.startedAt + (BEATS.find((beat) => beat.id === id)?.afterMs ?? 0)
        : null,
    save() {
      settle();
      return structuredClone(state);
    },
    stop() {
      unsubscribe();
      for (const cancel of cancels) cancel();
    },
  };
}
