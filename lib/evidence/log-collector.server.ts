import 'server-only';
import { capital, reasonOf } from '../cases/cluster-words.ts';
import { readLog } from '../cluster/log.server.ts';
import { compareTimes } from '../cluster/log-lines.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { allContainers, type CollectContext, type CollectEnd, type Collector } from './collector.ts';

const TAIL_LINES = 10_000;
const READ_TIMEOUT_MS = 30_000;
const ROUNDS = 5;

type Given = Pick<Collector, 'id' | 'title' | 'how' | 'sensitive'> & { previous: boolean };

export function logCollector({ previous, ...given }: Given): Collector {
  return {
    ...given,
    contentType: 'text/plain; charset=utf-8',
    unbounded: (target) => ({ ...target, command: commandOf(target.container, previous, ALL_LINES) }),
    targets: (pod) => {
      const containers = allContainers(pod).filter((name) => !previous || restarted(pod, name));
      const targets = containers.map((container) => ({
        container,
        title: given.title,
        command: commandOf(container, previous),
      }));
      // so that "nobody restarted" and "the pod is gone" are on the record too
      return targets.length > 0
        ? targets
        : [{ container: null, title: given.title, command: commandOf(null, previous) }];
    },
    collect: (context) =>
      context.target.container === null
        ? nothingToRead(context, previous)
        : collectLog(context, context.target.container, previous),
  };
}

const LAST_LINES = `&tailLines=${TAIL_LINES}`;
const ALL_LINES = '';

const commandOf = (container: string | null, previous: boolean, lines = LAST_LINES) =>
  `GET pods/log?timestamps=true${lines}${container === null ? '' : `&container=${container}`}${previous ? '&previous=true' : ''}`;

const statusOf = (pod: Pod | null, name: string) =>
  [
    ...(pod?.status?.containerStatuses ?? []),
    ...(pod?.status?.initContainerStatuses ?? []),
    ...(pod?.status?.ephemeralContainerStatuses ?? []),
  ].find((one) => one.name === name);

const restarted = (pod: Pod | null, name: string): boolean => (statusOf(pod, name)?.restartCount ?? 0) > 0;

async function nothingToRead(context: CollectContext, previous: boolean): Promise<CollectEnd> {
  if (!context.pod) return { state: 'failed', reason: 'The pod is gone, and its logs with it' };
  if (!previous) return { state: 'failed', reason: 'The pod has no container' };
  await context.write(Buffer.from('### no container of this pod has restarted: there is no run before\n'));
  return { state: 'sealed', reason: 'No container has restarted' };
}

/**
 * Reads the last lines, then asks again from the last time stamp: the kubelet ends a read with an ordinary end of body also
 * when it fails midway, so only a further read that brings nothing older than our start shows that the range was read.
 */
async function collectLog(context: CollectContext, container: string, previous: boolean): Promise<CollectEnd> {
  const lines = new RawLines(context.write);
  const startedAt = new Date().toISOString();
  const bounded = context.target.command.includes(LAST_LINES);
  const waiting = statusOf(context.pod, container)?.state?.waiting;
  let trouble: string | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    const since = lines.lastAt;
    const before = lines.count;
    const answer = await readLog(
      context.cluster,
      {
        namespace: context.namespace,
        pod: context.podName,
        container,
        previous,
        timestamps: true,
        timeoutMs: READ_TIMEOUT_MS,
        signal: context.signal,
        ...(since ? { sinceTime: since } : bounded ? { tailLines: TAIL_LINES } : {}),
      },
      (bytes) => lines.push(bytes),
    );
    if (!answer.ok) {
      const why = capital(reasonOf(answer.error));
      if (round === 0 && waiting && answer.error.kind === 'invalid')
        return { state: 'failed', reason: `The container has not started (${waiting.reason ?? 'waiting'}): ${why}` };
      return { state: lines.count > 0 ? 'partial' : 'failed', reason: why };
    }
    const { value } = answer;
    trouble = value.how === 'complete' ? null : `The log stream did not end well: ${value.message}`;
    if (value.how === 'size-limit' || value.how === 'aborted') break;
    const news = lines.count > before;
    if (
      value.how === 'complete' &&
      round > 0 &&
      (!news || (lines.lastAt !== null && compareTimes(lines.lastAt, startedAt) > 0))
    )
      break;
    if (value.how === 'complete' && round > 0 && round === ROUNDS - 1) break;
    if (value.how === 'complete' && lines.count === 0) break; // an empty log has no time stamp to go on from
    lines.resume();
  }
  await lines.flush();
  if (trouble) return { state: lines.count > 0 ? 'partial' : 'failed', reason: trouble };
  if (lines.count === 0) {
    await context.write(Buffer.from('### the log is empty\n'));
    return { state: 'sealed', reason: 'The log is empty' };
  }
  return { state: 'sealed', reason: lines.gap ? 'There is a gap: the log was rotated while it was read' : null };
}

const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))[ \n]/;

/** Whole lines as the bytes that came; those that a further read repeats are left out. */
export class RawLines {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  #rest: Buffer = Buffer.alloc(0);
  #seenAtLast = 0;
  #resumed: { at: string; skip: number } | null = null;
  #skipped = 0;
  lastAt: string | null = null;
  count = 0;
  gap = false;

  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  async push(bytes: Uint8Array): Promise<void> {
    const all = Buffer.concat([this.#rest, bytes]);
    const kept: Buffer[] = [];
    let from = 0;
    for (let end = all.indexOf(10); end !== -1; end = all.indexOf(10, from)) {
      const line = all.subarray(from, end + 1);
      from = end + 1;
      if (this.#isNew(line)) kept.push(line);
    }
    this.#rest = all.subarray(from);
    this.count += kept.length;
    if (kept.length > 0) await this.#write(Buffer.concat(kept));
  }

  /** A further read begins at lastAt; a line that was cut comes again whole. */
  resume(): void {
    this.#rest = Buffer.alloc(0);
    this.#resumed = this.lastAt === null ? null : { at: this.lastAt, skip: this.#seenAtLast };
    this.#skipped = 0;
  }

  async flush(): Promise<void> {
    if (this.#rest.length === 0 || !this.#isNew(this.#rest)) return;
    this.count += 1;
    await this.#write(this.#rest);
  }

  #isNew(line: Buffer): boolean {
    const at = STAMP.exec(line.subarray(0, 64).toString('latin1'))?.[1];
    if (at === undefined) return this.#resumed === null;
    if (this.#resumed) {
      const order = compareTimes(at, this.#resumed.at);
      if (order < 0) return false;
      if (order === 0 && this.#skipped < this.#resumed.skip) {
        this.#skipped += 1;
        return false;
      }
      if (order > 0 && this.#skipped === 0) this.gap = true; // not even the last line came again
      this.#resumed = order > 0 ? null : this.#resumed;
    }
    this.#seenAtLast = at === this.lastAt ? this.#seenAtLast + 1 : 1;
    this.lastAt = at;
    return true;
  }
}
