import 'server-only';
import type { Finding } from '../view.ts';
import { findPlaybooks } from './playbooks.server.ts';

/** Looks at what it is about and says what it found; throws when it could not look. */
export type Find = (now: Date) => Promise<Finding>;

/** What is found automatically, by key of the check, which is the name of its file. It stands beside what people attest. */
export const FINDERS: Readonly<Record<string, Find>> = {
  playbooks: findPlaybooks,
};

/** All findings. One that could not look is `unknown` and says so; the others hold. */
export async function findAll(now: Date): Promise<Record<string, Finding>> {
  const found = await Promise.all(
    Object.entries(FINDERS).map(async ([key, find]) => [key, await find(now).catch(couldNotLook(key, now))] as const),
  );
  return Object.fromEntries(found);
}

const couldNotLook =
  (key: string, now: Date) =>
  (error: unknown): Finding => {
    console.error(`The finding of readiness check ${key} could not be made:`, error);
    return { status: 'unknown', words: 'Bulkhead could not look', foundAt: now.toISOString(), objects: [] };
  };
