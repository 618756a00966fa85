import 'server-only';
import { headers } from 'next/headers';
import { addressOf } from './address.ts';
import type { Caller } from './audit.server.ts';

/** From where a request comes. */
export const callerOf = (sent: Headers): Caller => ({
  address: addressOf({ 'x-forwarded-for': sent.get('x-forwarded-for') ?? '' }),
  userAgent: sent.get('user-agent') ?? '',
});

/** Of the request that is being answered. For pages, routes and server actions. */
export const currentCaller = async (): Promise<Caller> => callerOf(await headers());
