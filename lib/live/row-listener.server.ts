import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { config } from '../config.ts';
import { db } from '../db/client.server.ts';
import { LIVE_CHANNEL } from './channel.ts';
import { RowMarks } from './row-marks.ts';

const RECONNECT_MS = 1_000;

/** Hears of committed live events by LISTEN on a connection of its own, and catches up from the table after that broke. */
export class RowListener {
  readonly #deliver: (id: bigint, payload: string) => void;
  #marks = new RowMarks(0n);
  #client: pg.Client | null = null;
  #started: Promise<void> | null = null;
  #stopped = false;
  #queue: bigint[] = [];
  #reading = false;

  constructor(deliver: (id: bigint, payload: string) => void) {
    this.#deliver = deliver;
  }

  /** Resolves once the first connection listens. Fails when the database cannot be reached; the next call tries again. */
  start(): Promise<void> {
    this.#started ??= this.#first().catch((error) => {
      this.#started = null;
      throw error;
    });
    return this.#started;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#client?.end().catch(() => {});
  }

  mark(): bigint {
    return this.#marks.mark(Date.now());
  }

  async #first(): Promise<void> {
    await this.#listen();
    const last = await db.liveEvent.findFirst({ orderBy: { id: 'desc' }, select: { id: true } });
    this.#marks = new RowMarks(last?.id ?? 0n);
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: config.databaseUrl,
      keepAlive: true,
      application_name: 'bulkhead live',
    });
    let broken = false;
    const again = (): void => {
      if (broken) return;
      broken = true;
      client.end().catch(() => {});
      if (!this.#stopped && this.#client === client) void this.#reconnect();
    };
    client.on('error', again);
    client.on('end', again);
    client.on('notification', ({ payload }) => {
      if (payload !== undefined && /^\d+$/.test(payload)) this.#enqueue(BigInt(payload));
    });
    await client.connect();
    await client.query(`LISTEN ${LIVE_CHANNEL}`);
    this.#client = client;
  }

  async #reconnect(): Promise<void> {
    while (!this.#stopped) {
      await wait(RECONNECT_MS);
      try {
        const from = this.mark();
        await this.#listen();
        const missed = await db.liveEvent.findMany({
          where: { id: { gt: from } },
          orderBy: { id: 'asc' },
          select: { id: true },
        });
        for (const { id } of missed) if (!this.#marks.has(id)) this.#enqueue(id);
        return;
      } catch {
        // the database is still away: tried again
      }
    }
  }

  #enqueue(id: bigint): void {
    this.#queue.push(id);
    if (!this.#reading) void this.#read();
  }

  async #read(): Promise<void> {
    this.#reading = true;
    try {
      while (this.#queue.length > 0) {
        const ids = this.#queue.slice(0, 200);
        const rows = new Map((await db.liveEvent.findMany({ where: { id: { in: ids } } })).map((row) => [row.id, row]));
        this.#queue.splice(0, ids.length);
        for (const id of ids) {
          this.#marks.see(id, Date.now());
          const row = rows.get(id);
          if (row !== undefined) this.#deliver(id, JSON.stringify(row.payload));
        }
      }
    } catch {
      await wait(RECONNECT_MS); // the rows are still there, and so is the queue
      if (!this.#stopped) setImmediate(() => void this.#read());
    } finally {
      this.#reading = false;
    }
  }
}
