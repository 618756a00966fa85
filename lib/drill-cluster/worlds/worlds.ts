import type { Pod } from '../../kubernetes/objects.ts';
import type { DrillClock, ExecIo, LogOptions, Store, World, Worlds } from '../contract.ts';
import { is, list, PODS, read, uidOf } from '../controllers/objects.ts';
import { hash32 } from '../random.ts';
import type { BreachView } from '../scenarios/breach.ts';
import { imageFacts } from './images.ts';
import { type LogFacts, type LogLine, linesBetween } from './log.ts';
import { USAGE } from './profiles.ts';
import { programNamed } from './programs/index.ts';
import { readerOf } from './programs/program.ts';
import { sceneOf } from './scene-of.ts';
import { BrokenPipe } from './shell/pipe.ts';

export interface OpenWorlds extends Worlds {
  close(): void;
}

const YOUNG_MS = 30_000; // metrics-server needs two scrapes
const POLL_MS = 200; // wall time between two looks of a followed log

/** The containers of a cluster, each opened when somebody looks. They keep nothing: all is computed from store, clock and breach. */
export function openWorlds(options: { store: Store; clock: DrillClock; breach: BreachView }): OpenWorlds {
  const { store, clock, breach } = options;
  const pods = new Map<string, Pod>(list(store, 'pods', null).map((pod) => [uidOf(pod), pod]));
  const close = store.subscribe((resource, event) => {
    if (!is(resource, PODS)) return;
    if (event.type === 'DELETED') pods.delete(uidOf(event.object));
    else pods.set(uidOf(event.object), read('pods', event.object));
  });
  return {
    close,
    find(podUid, name) {
      const status = () =>
        [
          ...(pods.get(podUid)?.status?.containerStatuses ?? []),
          ...(pods.get(podUid)?.status?.initContainerStatuses ?? []),
          ...(pods.get(podUid)?.status?.ephemeralContainerStatuses ?? []),
        ].find((s) => s.name === name);
      const first = status();
      const everStarted = first?.state?.running ?? first?.state?.terminated ?? first?.lastState?.terminated;
      if (first === undefined || everStarted === undefined) return null;
      return worldOf({ store, clock, breach, name, pod: () => pods.get(podUid) ?? null, status });
    },
  };
}

interface Inside {
  store: Store;
  clock: DrillClock;
  breach: BreachView;
  name: string;
  pod: () => Pod | null;
  status: () => NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number] | undefined;
}

function worldOf({ store, clock, breach, name, pod, status }: Inside): World {
  const containerOf = (of: Pod | null) =>
    [
      ...(of?.spec?.containers ?? []),
      ...(of?.spec?.initContainers ?? []),
      ...(of?.spec?.ephemeralContainers ?? []),
    ].find((c) => c.name === name);

  return {
    async exec(argv, io) {
      const now = pod();
      const container = containerOf(now);
      const current = status();
      if (now === null || container === undefined || current?.state?.running === undefined)
        return { failToStart: `container not found ("${name}")` };
      const scene = sceneOf({ store, now: clock.now(), breach, pod: now, container, status: current });
      const program = argv[0] === undefined ? null : programNamed(scene, argv[0]);
      if (program === null) return { failToStart: refusal(argv[0] ?? '') };
      return { exitCode: await started(program(scene, argv, ioFor(io, scene.env, scene.cwd))) };
    },
    log: (asked) => followed(asked, () => logFacts(pod(), name, status(), asked.previous, breach), clock),
    usage() {
      const current = status();
      const startedAt = Date.parse(current?.state?.running?.startedAt ?? '');
      const container = containerOf(pod());
      const now = clock.now();
      if (container === undefined || Number.isNaN(startedAt) || now - startedAt < YOUNG_MS) return null;
      const { profile } = imageFacts(container.image ?? '', []);
      const base = USAGE[profile];
      const uid = uidOf(pod() ?? {});
      // A new sample every 15 s, the same for whoever asks within it.
      const wave = (hash32(`${uid} ${name} ${Math.floor(now / 15_000)}`) % 1000) / 1000;
      const size = 0.7 + (hash32(`${uid} ${name}`) % 600) / 1000;
      const at = (beat: Parameters<BreachView['at']>[0]) => breach.at(beat, uid, name) !== null;
      const extra = at('miner') ? 1.86 : at('exfiltration') ? 0.32 : at('enumeration') ? 0.05 : 0;
      const cores = base.cores * size * (0.75 + wave / 2) + extra * (0.97 + wave * 0.06);
      return {
        cpuNanoCores: Math.round(cores * 1e9),
        memoryBytes: Math.round((base.mib * size * (0.98 + wave * 0.04) + (extra > 0 ? 22 : 0)) * 1024 * 1024),
      };
    },
  };
}

/** runc's words, as containerd and the kubelet pass them on. */
function refusal(program: string): string {
  const why = program.includes('/')
    ? `exec: "${program}": stat ${program}: no such file or directory`
    : `exec: "${program}": executable file not found in $PATH`;
  return `OCI runtime exec failed: exec failed: unable to start container process: ${why}`;
}

async function started(run: Promise<number>): Promise<number> {
  try {
    return await run;
  } catch (error) {
    if (error instanceof BrokenPipe) return 141;
    throw error;
  }
}

function ioFor(io: ExecIo, env: Readonly<Record<string, string>>, cwd: string) {
  const bytes = (data: string | Uint8Array) => (typeof data === 'string' ? new TextEncoder().encode(data) : data);
  const write = (sink: (data: Uint8Array) => Promise<void>) => async (data: string | Uint8Array) => {
    if (io.signal.aborted) throw new BrokenPipe();
    await sink(bytes(data));
  };
  return {
    stdin: readerOf(io.stdin),
    out: write((data) => io.stdout(data)),
    err: write((data) => io.stderr(data)),
    env,
    cwd,
    signal: io.signal,
  };
}

function logFacts(
  pod: Pod | null,
  name: string,
  status: ReturnType<Inside['status']>,
  previous: boolean,
  breach: BreachView,
): LogFacts | null {
  const state = previous ? status?.lastState : status?.state?.waiting === undefined ? status?.state : status.lastState;
  const startedAt = Date.parse(state?.running?.startedAt ?? state?.terminated?.startedAt ?? '');
  const image =
    [
      ...(pod?.spec?.containers ?? []),
      ...(pod?.spec?.ephemeralContainers ?? []),
      ...(pod?.spec?.initContainers ?? []),
    ].find((c) => c.name === name)?.image ?? '';
  if (pod === null || Number.isNaN(startedAt)) return null;
  const endedAt = state?.terminated === undefined ? null : Date.parse(state.terminated.finishedAt ?? '');
  return { profile: imageFacts(image, []).profile, podUid: uidOf(pod), container: name, startedAt, endedAt, breach };
}

async function* followed(
  asked: LogOptions,
  facts: () => LogFacts | null,
  clock: DrillClock,
): AsyncGenerator<Uint8Array> {
  const first = facts();
  if (first === null) return;
  let left = asked.limitBytes ?? Number.POSITIVE_INFINITY;
  const cut = (lines: readonly LogLine[]) => {
    const bytes = new TextEncoder()
      .encode(
        lines
          .map(
            ({ at, text }) =>
              `${asked.timestamps ? `${new Date(at).toISOString().replace('Z', '000000Z')} ` : ''}${text}\n`,
          )
          .join(''),
      )
      .subarray(0, left);
    left -= bytes.length;
    return bytes;
  };
  let until = clock.now();
  const old = linesBetween(first, asked.sinceTime ?? 0, until);
  yield cut(asked.tailLines === null ? old : asked.tailLines === 0 ? [] : old.slice(-asked.tailLines));
  while (asked.follow && left > 0 && !asked.signal.aborted) {
    await pause(asked.signal);
    const now = facts();
    const to = clock.now();
    const lines = linesBetween(first, until, to);
    if (lines.length > 0) yield cut(lines);
    if (now === null || now.startedAt !== first.startedAt || now.endedAt !== null) return; // the container that was followed has ended
    until = to;
  }
}

const pause = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, POLL_MS);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
