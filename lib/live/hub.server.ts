import 'server-only';
import { randomBytes } from 'node:crypto';
import { db } from '../db/client.server.ts';
import { KEPT_MS } from './channel.ts';
import { formatPosition, parsePosition, type StreamPosition } from './event-id.ts';
import type { LiveEvent } from './events.ts';
import { RowListener } from './row-listener.server.ts';
import { Subscriber } from './subscriber.ts';

/** Cluster events kept for those who reconnect, by number and by size. */
const RING = { events: 2_000, chars: 8_000_000 } as const;
const REPLAY_ROWS = 2_000;

interface Kept {
  seq: number;
  json: string;
}

/** Hands events to the open streams of this process: those of the database, which all processes hear, and its own cluster events. */
class Hub {
  readonly epoch = randomBytes(4).toString('hex');
  readonly #ring: Kept[] = [];
  #ringChars = 0;
  #seq = 0;
  readonly #subscribers = new Set<Subscriber>();
  readonly #rows: RowListener;

  constructor() {
    this.#rows = new RowListener((id, payload) => this.#deliverRow(id, payload));
  }

  ready(): Promise<void> {
    return this.#rows.start();
  }

  async stop(): Promise<void> {
    for (const subscriber of this.#subscribers) subscriber.close();
    await this.#rows.stop();
  }

  publishHere(event: LiveEvent): void {
    this.#seq += 1;
    const kept = { seq: this.#seq, json: JSON.stringify(event) };
    this.#ring.push(kept);
    this.#ringChars += kept.json.length;
    while (this.#ring.length > RING.events || (this.#ringChars > RING.chars && this.#ring.length > 1)) {
      this.#ringChars -= this.#ring.shift()?.json.length ?? 0;
    }
    const id = this.position();
    for (const subscriber of this.#subscribers) subscriber.push(id, kept.json);
  }

  async open(lastEventId: string | null): Promise<Subscriber> {
    await this.ready();
    const subscriber = new Subscriber(
      (lost) => this.#hello(!lost),
      () => this.#subscribers.delete(subscriber),
    );
    const last = parsePosition(lastEventId);
    const missed = last === null ? null : this.#missedHere(last);
    const seqThen = this.#seq;
    this.#subscribers.add(subscriber);
    subscriber.hold(); // what comes while the database is read waits
    const rows = last === null || missed === null ? null : await missedRows(last.row);
    if (rows === null || missed === null) subscriber.begin(this.#hello(false), this.position(), []);
    else {
      const at = (seq: number): string => formatPosition({ epoch: this.epoch, seq, row: last?.row ?? 0n });
      const replay = [
        ...missed.map(({ seq, json }) => ({ id: at(seq), json })),
        ...rows.map(({ json }) => ({ id: at(seqThen), json })),
      ];
      subscriber.begin(this.#hello(true), at(last?.seq ?? 0), replay);
    }
    return subscriber;
  }

  /** Null when they are no longer all here. */
  #missedHere(last: StreamPosition): Kept[] | null {
    if (last.epoch !== this.epoch || last.seq > this.#seq) return null;
    const oldest = this.#ring[0]?.seq ?? this.#seq + 1;
    return last.seq + 1 < oldest ? null : this.#ring.filter(({ seq }) => seq > last.seq);
  }

  #deliverRow(_id: bigint, payload: string): void {
    const id = this.position();
    for (const subscriber of this.#subscribers) subscriber.push(id, payload);
  }

  position(): string {
    return formatPosition({ epoch: this.epoch, seq: this.#seq, row: this.#rows.mark() });
  }

  #hello(resumed: boolean): string {
    return JSON.stringify({ type: 'hello', resumed, serverTime: new Date().toISOString() } satisfies LiveEvent);
  }
}

/**
 * Events of the database after a mark, in order. Null when some may have been cleared away, or when there are too many.
 * Clearing leaves the newest of what it clears, so the oldest event is an old one if and only if anything ever was cleared.
 */
async function missedRows(after: bigint): Promise<{ json: string }[] | null> {
  const [oldest, rows] = await Promise.all([
    db.liveEvent.findFirst({ orderBy: { id: 'asc' }, select: { id: true, createdAt: true } }),
    db.liveEvent.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: REPLAY_ROWS + 1 }),
  ]);
  const cleared = oldest !== null && after < oldest.id && Date.now() - oldest.createdAt.getTime() > KEPT_MS;
  if (rows.length > REPLAY_ROWS || cleared) return null;
  return rows.map(({ payload }) => ({ json: JSON.stringify(payload) }));
}

// Pages, routes and instrumentation have module instances of their own; globalThis is one for the process.
const shared = globalThis as typeof globalThis & { bulkheadHub?: Hub };

function hub(): Hub {
  shared.bulkheadHub ??= new Hub();
  return shared.bulkheadHub;
}

export const startHub = (): Promise<void> => hub().ready();

export async function stopHub(): Promise<void> {
  await shared.bulkheadHub?.stop();
  delete shared.bulkheadHub;
}

/**
 * Where the stream stands now. A page takes it before it reads what it renders and hands it to LiveProvider, whose stream
 * then begins there: nothing between rendering and opening is missed, and nothing is asked for twice.
 */
export async function livePosition(): Promise<string> {
  await hub().ready();
  return hub().position();
}

/** For what each server process sees by itself: cluster state. Not kept in the database; a reader of another process hears its own. */
export const publishToThisProcess = (event: LiveEvent): void => hub().publishHere(event);

/** A reader of all events, from `lastEventId` on when they are still there; else its `hello` says `resumed: false`. */
export async function openStream(lastEventId: string | null, signal: AbortSignal): Promise<Subscriber> {
  const subscriber = await hub().open(lastEventId);
  if (signal.aborted) subscriber.close();
  else signal.addEventListener('abort', () => subscriber.close(), { once: true });
  return subscriber;
}
