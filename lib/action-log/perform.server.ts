import 'server-only';
import { setTimeout as wait } from 'node:timers/promises';
import type { ClusterError, Result } from '../cluster/errors.ts';
import type { Connection } from '../cluster/http.server.ts';
import { type ApiAnswer, request } from '../cluster/request.server.ts';
import { db, isDuplicate } from '../db/client.server.ts';
import { type ActionContext, recordIntent, recordOutcome } from './log.server.ts';
import { lookUp } from './lookup.server.ts';
import type { ActionRecordView, RecordBody } from './record.ts';

/** What is sent; a PlannedRequest of lib/containment/step.ts is one. `path` may carry a query. */
export interface Call {
  readonly verb: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly contentType: string;
  readonly body: unknown;
}

/** What became of it. `sent` is about the wire: 'unknown' when the answer did not come. */
export interface Performed {
  readonly actionId: string;
  /** of the intent; null when nothing was recorded and so nothing was sent */
  readonly seq: number | null;
  readonly outcome: NonNullable<RecordBody['outcome']>;
  readonly sent: 'nothing' | 'sent' | 'unknown';
  readonly status: number | null;
  /** the API server's answer, when there was one */
  readonly body: unknown;
  readonly error: ClusterError | null;
  /** how we know: "201 Created by the API server", "No answer; the cluster shows what was sent." */
  readonly words: string;
}

export interface PerformOptions {
  /** asked after the intent is recorded, right before the call; an error means that nothing is sent */
  readonly precondition?: () => Promise<Result<unknown>>;
  /** given when the same action must never be sent twice, however often it is asked for */
  readonly actionId?: string;
  readonly timeoutMs?: number;
}

/**
 * The one way to change a cluster: intent recorded and committed, then the call, then its outcome as a second record. If
 * the intent cannot be written, nothing is sent. If no answer comes, the cluster is read, and when that does not show the
 * change, the outcome is `unknown`; nothing is ever sent a second time.
 */
export async function perform(
  context: Omit<ActionContext, 'clusterId'>,
  cluster: Connection & { readonly id: string },
  call: Call,
  options: PerformOptions = {},
): Promise<Performed> {
  const refused = await whyReadOnly(cluster.id);
  if (refused) return nothing(options.actionId ?? '', { kind: 'invalid', message: refused });
  const intent = await begin(context, cluster.id, call, options.actionId);
  if ('outcome' in intent && 'sent' in intent) return intent;
  const holds = await options.precondition?.();
  if (holds && !holds.ok)
    return conclude(intent, {
      outcome: 'failed',
      sent: 'nothing',
      status: null,
      body: null,
      error: holds.error,
      words: inWords(holds.error),
    });
  const [path = '', search] = call.path.split('?');
  const answer = await request(cluster, {
    method: call.verb,
    path,
    query: Object.fromEntries(new URLSearchParams(search)),
    body: call.body ?? undefined,
    contentType: call.contentType,
    timeoutMs: options.timeoutMs,
    actionId: intent.actionId,
  });
  return conclude(intent, answer.ok ? answered(answer.value) : await failedOrUnknown(intent, cluster, answer.error));
}

type Ending = Omit<Performed, 'actionId' | 'seq'>;

async function whyReadOnly(clusterId: string): Promise<string | null> {
  const cluster = await db.cluster.findUnique({ where: { id: clusterId }, select: { actionsEnabled: true } });
  return cluster?.actionsEnabled ? null : 'Bulkhead is read-only for this cluster until a commander turns actions on.';
}

async function begin(
  context: Omit<ActionContext, 'clusterId'>,
  clusterId: string,
  { verb, path, contentType, body }: Call,
  actionId: string | undefined,
): Promise<ActionRecordView | Performed> {
  try {
    return await recordIntent({ ...context, clusterId, actionId, request: { method: verb, path, contentType, body } });
  } catch (error) {
    if (actionId && isDuplicate(error)) return alreadyBegun(actionId);
    console.error(
      'The action log cannot be written, so nothing was sent:',
      error instanceof Error ? error.message : error,
    );
    return nothing(actionId ?? '', {
      kind: 'invalid',
      message: 'The action log cannot be written, so nothing was sent.',
    });
  }
}

const nothing = (actionId: string, error: ClusterError): Performed => ({
  actionId,
  seq: null,
  outcome: 'failed',
  sent: 'nothing',
  status: null,
  body: null,
  error,
  words: inWords(error),
});

/** Somebody asked for the same action before: its outcome is the answer, or it is still going on. */
async function alreadyBegun(actionId: string): Promise<Performed> {
  const rows = await db.actionRecord.findMany({ where: { actionId }, select: { seq: true, kind: true, body: true } });
  const ended = rows.find(({ kind }) => kind === 'outcome');
  const outcome = ended ? (JSON.parse(ended.body) as RecordBody).outcome : null; // written by lib/action-log
  return {
    actionId,
    seq: Number(rows.find(({ kind }) => kind === 'intent')?.seq ?? 0) || null,
    outcome: outcome ?? 'unknown',
    sent: outcome ? 'sent' : 'unknown',
    status: null,
    body: null,
    error: null,
    words: outcome ? 'This action was done before.' : 'This action is being done already.',
  };
}

const answered = ({ status, body }: ApiAnswer): Ending => ({
  outcome: 'succeeded',
  sent: 'sent',
  status,
  body,
  error: null,
  words: `The API server answered ${status}.`,
});

const LOOK_AFTER_MS = [0, 1_000, 2_000];

async function failedOrUnknown(intent: ActionRecordView, cluster: Connection, error: ClusterError): Promise<Ending> {
  const status = 'code' in error ? error.code : null;
  if (!leavesDoubt(error)) {
    return {
      outcome: 'failed',
      sent: error.kind === 'unreachable' ? 'nothing' : 'sent',
      status,
      body: null,
      error,
      words: inWords(error),
    };
  }
  let words = '';
  for (const delayMs of LOOK_AFTER_MS) {
    await wait(delayMs);
    const finding = await lookUp(intent, cluster);
    words = `${inWords(error)} ${finding.words}`;
    if (finding.outcome === 'succeeded')
      return { outcome: 'succeeded', sent: 'sent', status, body: null, error: null, words };
  }
  // Not seen is not "failed": the API server may still be at it.
  return { outcome: 'unknown', sent: 'unknown', status, body: null, error, words };
}

/** Whether the change may have been made although the call failed. */
export const leavesDoubt = ({ kind }: ClusterError): boolean =>
  kind === 'no-answer' || kind === 'server-error' || kind === 'bad-answer';

async function conclude(intent: ActionRecordView, ending: Ending): Promise<Performed> {
  const { outcome, status, error, words, body } = ending;
  const answer = { status, words, error, resourceVersion: resourceVersionOf(body), sent: ending.sent };
  try {
    await recordOutcome({ actionId: intent.actionId, outcome, answer });
  } catch (fault) {
    // The intent stands without an outcome; settlement finds it at the next start. What happened is still told.
    console.error(
      `The outcome of action ${intent.actionId} was not recorded:`,
      fault instanceof Error ? fault.message : fault,
    );
  }
  return { actionId: intent.actionId, seq: intent.seq, ...ending };
}

function resourceVersionOf(body: unknown): string | null {
  const metadata = typeof body === 'object' && body !== null && 'metadata' in body ? body.metadata : null;
  const version =
    typeof metadata === 'object' && metadata !== null && 'resourceVersion' in metadata
      ? metadata.resourceVersion
      : null;
  return typeof version === 'string' ? version : null;
}

function inWords(error: ClusterError): string {
  switch (error.kind) {
    case 'unreachable':
      return `The API server could not be reached (${error.message}). Nothing was sent.`;
    case 'no-answer':
      return `Sent, but no answer came (${error.message}).`;
    case 'unauthorized':
      return 'The API server does not accept our credentials (401).';
    case 'forbidden':
      return `May not ${error.verb} ${error.resource}${error.namespace ? ` in ${error.namespace}` : ''} (403).`;
    case 'not-found':
      return `${error.resource} ${error.name} is not there (404).`;
    case 'throttled':
      return 'The API server has too much to do (429). Nothing was changed.';
    case 'server-error':
      return `The API server failed (${error.code}).`;
    case 'bad-answer':
      return `The answer could not be read (${error.message}).`;
    case 'conflict':
    case 'invalid':
      return error.message;
  }
}
