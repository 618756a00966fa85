import { z } from 'zod';
import type { Role } from '../db/generated/enums.ts';
import { may, type Permission } from './permissions.ts';

/** What an API token can be allowed: what routes for reading ask. Nothing about accounts, links or tokens themselves. */
export const TOKEN_SCOPES = [
  'cluster.read',
  'case.read',
  'evidence.read',
  'action-log.read',
  'playbook.read',
  'readiness.read',
  'containment.preview',
  'timeline.export',
  'evidence.export',
  'action-log.export',
] as const satisfies readonly Permission[];
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Scopes that a new token has when nothing else is chosen. */
export const DEFAULT_SCOPES: readonly TokenScope[] = TOKEN_SCOPES.filter((scope) => scope.endsWith('.read'));

/** Scopes that somebody in this role can give away. */
export const scopesOf = (role: Role): TokenScope[] => TOKEN_SCOPES.filter((scope) => may(role, scope));

export const TOKEN_DAYS = [7, 30, 90, 365] as const;

export const NewTokenInput = z.object({
  name: z.string().trim().min(1, 'a name is needed').max(80, 'at most 80 characters'),
  scopes: z.array(z.enum(TOKEN_SCOPES)).min(1, 'at least one scope').max(TOKEN_SCOPES.length),
  days: z.number().int().min(1).max(365, 'at most 365 days'),
});
export type NewTokenInput = z.infer<typeof NewTokenInput>;

/** What a token looks like: `bh_` and 32 random bytes in base64url. Scanners for leaked secrets can look for it. */
export const TOKEN_FORM = /^bh_[\w-]{43}$/;

/** The token of an Authorization header. Null: there is none, or it is of another scheme, which is not for us. */
export function bearerOf(authorization: string | null): string | null {
  return /^bearer +(\S.*)$/i.exec(authorization ?? '')?.[1]?.trim() ?? null;
}
