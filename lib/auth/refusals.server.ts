import 'server-only';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Failure } from '../failure.ts';

export const NOT_SIGNED_IN: Failure = {
  code: 'not-signed-in',
  title: 'You are signed out.',
  detail: 'The session has ended or was revoked. Nothing was done.',
  next: 'Sign in again.',
};

/** Names the field and its fault; never repeats what was typed. */
export function invalidInput(error: z.ZodError): Failure {
  const faults = error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`);
  return {
    code: 'invalid-input',
    title: 'The input is not valid.',
    detail: faults.join('; ').slice(0, 1000),
    next: 'Correct it and send again.',
  };
}

/** Logs a bug with an id and gives the screen that id alone. */
export function faultOf(error: unknown, where: string): Failure {
  const id = randomUUID().slice(0, 8);
  console.error(
    `Fault ${id} in ${where}:`,
    withoutSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  );
  return {
    code: 'fault',
    title: 'Something in Bulkhead failed.',
    detail: `It is in the server's log as fault ${id}.`,
    next: 'Reload, and look at what was done before you repeat it.',
  };
}

/** Passwords in URLs, bearer tokens and the like, as error messages of drivers and clients carry them. */
export const withoutSecrets = (text: string): string =>
  text
    .replaceAll(/(\w+:\/\/[^\s:/@]*):[^\s@/]+@/g, '$1:***@')
    .replaceAll(/\bbh_[\w-]{8,}/g, 'bh_***')
    .replaceAll(/(\/invite\/)[\w-]{8,}/g, '$1***')
    .replaceAll(/(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 ***')
    .replaceAll(/((?:password|passwd|secret|token|apikey|api_key)["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi, '$1***');
