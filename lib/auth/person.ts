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

/** A person as those see them who manage people; `email` is null for everyone else. */
export const PersonView = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  role: Role,
  disabledAt: z.string().nullable(),
  /** sign-ins that still hold; null where emails are not shown either */
  sessions: z.number().int().nullable(),
});
export type PersonView = z.infer<typeof PersonView>;

/** One sign-in of one's own. */
export interface SessionView {
  readonly id: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly userAgent: string;
  readonly current: boolean;
}
