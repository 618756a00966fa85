import { z } from 'zod';

export const Role = z.enum(['commander', 'analyst', 'manager']);

const noControls = (text: string) => !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u.test(text);

export const PersonName = z
  .string()
  .trim()
  .min(1, 'a name is needed')
  .max(80, 'at most 80 characters')
  .refine(noControls, 'has invisible characters');
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email('not an e-mail address'));
/** Length is what counts (NIST SP 800-63B): no rules about kinds of characters. */
export const Password = z.string().min(12, 'at least 12 characters').max(256, 'at most 256 characters');

/** A person as those see them who manage people; `email` and how they sign in are null for everyone else. */
export const PersonView = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  role: Role,
  disabledAt: z.string().nullable(),
  /** sign-ins that still hold; null where emails are not shown either */
  sessions: z.number().int().nullable(),
  /** through the identity provider: the role comes from there */
  external: z.boolean().nullable().optional(),
});
export type PersonView = z.infer<typeof PersonView>;

/** One sign-in that still holds. */
export const SessionView = z.object({
  id: z.uuid(),
  personId: z.uuid(),
  createdAt: z.string(),
  expiresAt: z.string(),
  userAgent: z.string(),
  /** the one that asks */
  current: z.boolean(),
});
export type SessionView = z.infer<typeof SessionView>;

/** A link that still works, without the link itself: that is shown once. */
export const InvitationView = z.object({
  id: z.uuid(),
  email: z.string(),
  role: Role,
  createdById: z.uuid(),
  expiresAt: z.string(),
  /** reset: a new password for an account that exists */
  kind: z.enum(['invitation', 'reset']),
});
export type InvitationView = z.infer<typeof InvitationView>;

/** A link right after it was made. It cannot be read again. */
export interface LinkOnce {
  readonly link: string;
  readonly expiresAt: string;
}

export const TokenView = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
export type TokenView = z.infer<typeof TokenView>;

/** Who may get in, as far as the viewer may see it. */
export const AccessView = z.object({
  people: z.array(PersonView),
  /** one's own; of everyone for those who manage people */
  sessions: z.array(SessionView),
  /** for those who manage people, else empty */
  invitations: z.array(InvitationView),
  /** one's own that still hold */
  tokens: z.array(TokenView),
});
export type AccessView = z.infer<typeof AccessView>;
