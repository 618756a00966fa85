import 'server-only';
import { lookup } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction, type Socket } from 'node:net';
import { USER_AGENT } from '../cluster/user-agent.ts';
import { bounded } from '../text/bounded.ts';
import { visible } from '../text/visible.ts';
import { isLocalhost } from './channel.ts';

/** What became of one message. Unknown: it may have arrived, and nobody said so; it is never sent again by itself. */
export interface Delivered {
  outcome: 'succeeded' | 'failed' | 'unknown';
  words: string;
}

const TIMEOUT_MS = 10_000;
const ANSWER_MAX = 1_000;

/**
 * POSTs JSON to a webhook, once: no redirect is followed, 10 s is all it gets, of the answer the beginning is read. The
 * address is a secret and is in no word of the answer. Addresses that are no webhook's (link-local, and the loopback
 * unless it was named so) are not connected to, whatever a name resolves to.
 */
export async function postJson(target: string, body: unknown, { timeoutMs = TIMEOUT_MS } = {}): Promise<Delivered> {
  const url = new URL(target);
  const local = isLocalhost(url.hostname);
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) && mustNotReach(literal, local)) return refusedAddress(url);
  const bytes = Buffer.from(JSON.stringify(body));
  // With TLS the message leaves after the handshake: until then nothing was sent.
  const progress = { connected: false, answered: false };
  return new Promise((resolve) => {
    const settle = (delivered: Delivered) => resolve({ ...delivered, words: withoutSecret(delivered.words, url) });
    const send = url.protocol === 'https:' ? https.request : http.request;
    const request = send(url, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', 'content-length': bytes.length, 'user-agent': USER_AGENT },
      lookup: guarded(local),
      signal: AbortSignal.timeout(timeoutMs),
    });
    request.on('socket', (socket: Socket) =>
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        progress.connected = true;
      }),
    );
    request.on('response', (response) => {
      progress.answered = true;
      beginningOf(response).then((answer) => {
        settle(judge(url, response.statusCode ?? 0, answer));
        request.destroy();
      });
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (!progress.answered) settle(notAnswered(url, error, progress.connected, timeoutMs));
    });
    request.end(bytes);
  });
}

function judge(url: URL, status: number, answer: string): Delivered {
  const said = answer.trim() === '' ? '' : `: ${visible(bounded(answer.trim(), 200))}`;
  if (status >= 200 && status < 300) return { outcome: 'succeeded', words: `Taken by ${url.host} (${status}).` };
  if (status >= 300 && status < 400)
    return { outcome: 'failed', words: `${url.host} answered ${status}, a redirect; those are not followed.` };
  // a gateway that got no answer itself
  if (status === 502 || status === 504)
    return { outcome: 'unknown', words: `${url.host} answered ${status}: whether it arrived is not known.` };
  return { outcome: 'failed', words: `${url.host} answered ${status}${said}` };
}

function notAnswered(url: URL, error: NodeJS.ErrnoException, connected: boolean, timeoutMs: number): Delivered {
  if (error.code === BLOCKED) return refusedAddress(url);
  const timedOut = error.name === 'TimeoutError' || error.name === 'AbortError' || error.code === 'ABORT_ERR';
  if (!connected) {
    const why = timedOut
      ? `no connection within ${timeoutMs / 1000} s`
      : visible(bounded(error.code ?? error.message, 200));
    return { outcome: 'failed', words: `${url.host} could not be reached (${why}). Nothing was sent.` };
  }
  const why = timedOut ? `no answer within ${timeoutMs / 1000} s` : 'the connection broke before an answer';
  return { outcome: 'unknown', words: `Sent to ${url.host}, but ${why}: whether it arrived is not known.` };
}

/** The first bytes of an answer; what is missing of it does not matter, as the status is known. */
function beginningOf(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    const done = () => resolve(Buffer.concat(parts).subarray(0, ANSWER_MAX).toString('utf8'));
    response.on('data', (part: Buffer) => {
      parts.push(part);
      size += part.length;
      if (size >= ANSWER_MAX) done();
    });
    response.on('end', done).on('error', done).on('close', done);
  });
}

/** An answer may repeat the address it was called with. */
const withoutSecret = (words: string, url: URL): string =>
  [url.href, url.pathname + url.search, url.pathname]
    .filter((secret) => secret.length > 1)
    .reduce((said, secret) => said.replaceAll(secret, '…'), words);

const NO_WEBHOOK = new BlockList();
NO_WEBHOOK.addSubnet('169.254.0.0', 16, 'ipv4'); // link-local: metadata services of clouds
NO_WEBHOOK.addSubnet('fe80::', 10, 'ipv6');
NO_WEBHOOK.addSubnet('0.0.0.0', 8, 'ipv4');
NO_WEBHOOK.addAddress('::', 'ipv6');
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function mustNotReach(address: string, local: boolean): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return NO_WEBHOOK.check(address, family) || (!local && LOOPBACK.check(address, family));
}

const BLOCKED = 'EBLOCKED';

const refusedAddress = (url: URL): Delivered => ({
  outcome: 'failed',
  words: `${url.host} is an address of this machine or of its link, where no webhook is. Nothing was sent.`,
});

/** Looks a name up, and refuses when any of its addresses must not be reached: the connection then uses the checked ones. */
const guarded =
  (local: boolean): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 4);
      if (found.length === 0 || found.some(({ address }) => mustNotReach(address, local)))
        return callback(Object.assign(new Error('blocked'), { code: BLOCKED }), '', 4);
      if (options.all) return callback(null, found);
      return callback(null, found[0]?.address ?? '', found[0]?.family ?? 4);
    });
