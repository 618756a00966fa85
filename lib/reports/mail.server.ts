import 'server-only';
import nodemailer from 'nodemailer';
import { config } from '../config.ts';
import { bounded } from '../text/bounded.ts';
import { visible } from '../text/visible.ts';
import { isLocalhost } from './channel.ts';
import type { Delivered } from './post.server.ts';
import { plural } from './say.ts';

export interface OutgoingMail {
  /** comma-separated addresses, checked when the channel was made */
  to: string;
  subject: string;
  text: string;
  /** the same when the same mail comes twice: "report-…" */
  id: string;
}

const STEP_MS = 10_000;
export const NO_MAIL_SERVER = 'SMTP_URL is not set, so no mail can be sent.';

/**
 * Hands one mail to the mail server, once. Unknown: the server got the text and did not say what it did with it. With a
 * user in SMTP_URL the connection must be encrypted before the password is sent, but on this machine itself.
 */
export async function sendMail(mail: OutgoingMail, { stepMs = STEP_MS } = {}): Promise<Delivered> {
  const settings = config.smtp;
  if (!settings) return { outcome: 'failed', words: `${NO_MAIL_SERVER} Nothing was sent.` };
  const server = new URL(settings.url);
  const progress = { textSent: false };
  const transport = nodemailer.createTransport({
    ...connectionOf(server),
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    dnsTimeout: stepMs,
    debug: true,
    logger: watchFor('DATA', () => {
      progress.textSent = true;
    }),
  });
  const domain = /@([^>\s]+)>?$/.exec(settings.from)?.[1] ?? server.hostname;
  try {
    const info = await transport.sendMail({
      from: settings.from,
      to: mail.to,
      subject: visible(mail.subject),
      text: mail.text,
      messageId: `<${mail.id}@${domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const [taken, refused] = [info.accepted.length, info.rejected.length];
    if (refused === 0)
      return { outcome: 'succeeded', words: `Taken by the mail server for ${plural(taken, 'person', 'people')}.` };
    return {
      outcome: 'failed',
      words: `The mail server refused ${refused} of ${taken + refused} addresses. It took the mail for the others.`,
    };
  } catch (error) {
    return explain(error, server.host, progress.textSent);
  } finally {
    transport.close();
  }
}

function connectionOf(server: URL) {
  const secure = server.protocol === 'smtps:';
  const user = decodeURIComponent(server.username);
  return {
    host: server.hostname.replace(/^\[|\]$/g, ''),
    port: Number(server.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && user !== '' && !isLocalhost(server.hostname),
    ...(user ? { auth: { user, pass: decodeURIComponent(server.password) } } : {}),
  };
}

/** nodemailer's log is the only place where it tells which command it sent; nothing of it is kept. */
function watchFor(command: string, seen: () => void) {
  const look = (_entry: unknown, message: unknown) => {
    if (message === command) seen();
  };
  const ignore = () => undefined;
  return { trace: look, debug: look, info: ignore, warn: ignore, error: ignore, fatal: ignore, level: ignore };
}

function explain(error: unknown, host: string, textSent: boolean): Delivered {
  const code = textOf(error, 'code') ?? (error instanceof Error ? error.message : 'unknown');
  const response = textOf(error, 'response');
  if (textSent && response === null)
    return {
      outcome: 'unknown',
      words: 'The mail server got the mail and did not answer: whether it goes out is not known.',
    };
  if (textOf(error, 'command') === 'STARTTLS')
    return {
      outcome: 'failed',
      words: `The mail server ${host} does not offer STARTTLS: neither the password nor the mail was sent.`,
    };
  if (response !== null) {
    const said = visible(bounded(response.replaceAll(/\S+@\S+/g, '…'), 200));
    return { outcome: 'failed', words: `The mail server refused it: ${said}` };
  }
  return {
    outcome: 'failed',
    words: `The mail server ${host} could not be reached (${visible(bounded(code, 100))}). Nothing was sent.`,
  };
}

function textOf(error: unknown, field: 'code' | 'command' | 'response'): string | null {
  const value = typeof error === 'object' && error !== null && field in error ? Reflect.get(error, field) : null;
  return typeof value === 'string' && value !== '' ? value : null;
}
