import 'server-only';
import { randomUUID } from 'node:crypto';
import { inTransaction, type Tx } from '../db/client.server.ts';
import { storable } from './canonical.ts';
import { EMPTY, type Head, seal } from './chain.server.ts';
import { noteHead } from './head.server.ts';
import { holdAction, releaseAction } from './in-progress.server.ts';
import { maskSecrets } from './mask.ts';
import type { ActionRecordView, RecordBody } from './record.ts';

export { exportJsonl, listRecords } from './read.server.ts';
export { verifyChain } from './verify.server.ts';

type Person = RecordBody['person'];

/** What an action is about. `person` null: Bulkhead itself. */
export interface ActionContext {
  readonly person: Person;
  readonly clusterId: string | null;
  readonly caseId: string | null;
  /** verb and object: "Create NetworkPolicy finance/bulkhead-q-42-x2kqv" */
  readonly words: string;
}

export interface Intent extends ActionContext {
  readonly request: RecordBody['request'];
  /** given by the caller when the same action must never be begun twice, however often it is asked for; a UUID */
  readonly actionId?: string;
}

/**
 * Writes that something is about to be done, and is committed when this returns. Throws when it cannot be written (then
 * do not act), with P2002 when this actionId was begun before. Until `recordOutcome`, or until this process dies, the
 * action counts as in progress.
 */
export async function recordIntent({
  actionId = randomUUID(),
  request,
  ...context
}: Intent): Promise<ActionRecordView> {
  await holdAction(actionId);
  try {
    const masked = request && { ...request, body: maskSecrets(request.body) ?? null };
    return await inTransaction((tx) =>
      append(tx, { kind: 'intent', actionId, ...context, request: masked, outcome: null, answer: null }),
    );
  } catch (error) {
    await releaseAction(actionId);
    throw error;
  }
}

export interface OutcomeOf {
  readonly actionId: string;
  readonly outcome: NonNullable<RecordBody['outcome']>;
  readonly answer: RecordBody['answer'];
  /** in words; the intent's when left out */
  readonly words?: string;
  /** who settled it; the intent's person when left out, null: Bulkhead itself */
  readonly person?: Person;
}

/** Writes what became of an action that was begun. There is one outcome for each: a second throws with P2002. */
export async function recordOutcome({ actionId, outcome, answer, ...said }: OutcomeOf): Promise<ActionRecordView> {
  const record = await inTransaction(async (tx) => {
    const row = await tx.actionRecord.findUniqueOrThrow({ where: { actionId_kind: { actionId, kind: 'intent' } } });
    const intent = JSON.parse(row.body) as RecordBody; // written by append() below
    return append(tx, {
      kind: 'outcome',
      actionId,
      person: said.person === undefined ? intent.person : said.person,
      clusterId: intent.clusterId,
      caseId: intent.caseId,
      words: said.words ?? intent.words,
      request: null,
      outcome,
      answer: bounded(answer),
    });
  });
  await releaseAction(actionId);
  return record;
}

/** Writes something that is no call to a cluster but belongs on the record: an override, a change of settings. */
export function recordNote(
  context: ActionContext,
  answer: RecordBody['answer'] = null,
  tx?: Tx,
): Promise<ActionRecordView> {
  const write = (within: Tx) =>
    append(within, {
      kind: 'note',
      actionId: randomUUID(),
      ...context,
      request: null,
      outcome: null,
      answer: bounded(answer),
    });
  return tx ? write(tx) : inTransaction(write);
}

/** Hears of each new record inside its transaction: what it writes stands or falls with the record. */
export type RecordListener = (record: ActionRecordView, tx: Tx) => Promise<void>;

const shared = globalThis as typeof globalThis & { bulkheadRecordListeners?: Map<string, RecordListener> };

/** `name` replaces an earlier listener of that name, so that hot reload does not add up. */
export function onRecord(name: string, listener: RecordListener): void {
  shared.bulkheadRecordListeners ??= new Map();
  shared.bulkheadRecordListeners.set(name, listener);
}

const LOCK = 720_114_501; // of the tail of the log, for one transaction

/** The lock makes records come one after another; READ COMMITTED (the default) then sees the tail that it waited for. */
async function append(tx: Tx, fields: Omit<RecordBody, 'seq' | 'recordedAt' | 'prevHash'>): Promise<ActionRecordView> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK})`;
  const tail = await tx.actionRecord.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true, hash: true } });
  const head: Head = tail ? { seq: Number(tail.seq), hash: tail.hash } : EMPTY;
  const recordedAt = new Date();
  const body = storable({
    ...fields,
    words: fields.words.slice(0, 500),
    person: fields.person && { id: fields.person.id, name: fields.person.name, role: fields.person.role },
    seq: head.seq + 1,
    recordedAt,
    prevHash: head.hash,
  }) as RecordBody; // the same fields, their strings made storable
  const { text, hash } = seal(body);
  const { seq, kind, actionId, clusterId, caseId, prevHash } = body;
  const row = { seq: BigInt(seq), kind, actionId, recordedAt, personId: body.person?.id ?? null, clusterId, caseId };
  await tx.actionRecord.create({ data: { ...row, body: text, prevHash, hash } });
  const record = { ...body, hash };
  for (const listener of shared.bulkheadRecordListeners?.values() ?? []) await listener(record, tx);
  noteHead({ seq, hash });
  return record;
}

const ANSWER_MAX = 20_000;

/** Answers come from a cluster and may be of any size; the record keeps the beginning, as text. */
function bounded(answer: RecordBody['answer']): RecordBody['answer'] {
  const text = JSON.stringify(answer);
  return answer === null || text.length <= ANSWER_MAX
    ? answer
    : { cut: true, characters: text.length, beginning: text.slice(0, ANSWER_MAX) };
}
