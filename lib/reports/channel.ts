import { z } from 'zod';

export const CHANNEL_KINDS = ['slack', 'teams', 'email'] as const;
export const ChannelKind = z.enum(CHANNEL_KINDS);
export type ChannelKind = z.infer<typeof ChannelKind>;

export const KIND_NAME: Record<ChannelKind, string> = { slack: 'Slack', teams: 'Teams', email: 'e-mail' };

/** Where status reports can be sent. The target itself is a secret and is never shown again. */
export const ChannelView = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: ChannelKind,
  /** "hooks.slack.com", "3 people at example.com"; null: it cannot be opened any more */
  where: z.string().nullable(),
  /** how many addresses a mail goes to; null: not a mail */
  people: z.number().int().nullable(),
  /** why nothing can be sent there now, or null */
  fault: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type ChannelView = z.infer<typeof ChannelView>;

export const ChannelName = z
  .string()
  .trim()
  .min(1, 'a name is needed')
  .max(60, 'at most 60 characters')
  .refine((text) => !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u.test(text), 'has invisible characters');

export const AddChannel = z.object({ name: ChannelName, kind: ChannelKind, target: z.string().trim().max(8_000) });
export const OfChannel = z.object({ channelId: z.uuid() });

export const RECIPIENTS_MAX = 50;

/** What was typed as a target, understood; `where` may be shown, `target` may not. */
export type UnderstoodTarget =
  | { ok: true; target: string; where: string; people: number | null }
  | { ok: false; words: string };

/** Reads the address of a webhook, or the addresses of a mail: commas, semicolons, blanks and lines part them. */
export const understandTarget = (kind: ChannelKind, typed: string): UnderstoodTarget =>
  kind === 'email' ? understandRecipients(typed) : understandWebhook(typed);

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Whether it is this machine itself, under one of its own names. */
export const isLocalhost = (hostname: string): boolean => LOCAL.test(hostname);

function understandWebhook(typed: string): UnderstoodTarget {
  const refuse = (words: string): UnderstoodTarget => ({ ok: false, words });
  if (typed.length > 2_000) return refuse('is longer than 2,000 characters');
  if (!URL.canParse(typed)) return refuse('is not an address; it begins with https://');
  const url = new URL(typed);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocalhost(url.hostname)))
    return refuse('must begin with https:// (http only for localhost): what is sent tells how far you are');
  if (url.username || url.password) return refuse('has a user or password in it; a webhook has its secret in the path');
  return { ok: true, target: url.href, where: url.host, people: null };
}

function understandRecipients(typed: string): UnderstoodTarget {
  const addresses = [
    ...new Set(
      typed
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ];
  const wrong = addresses.find((address) => !z.email().max(254).safeParse(address).success);
  if (wrong !== undefined) return { ok: false, words: `"${wrong.slice(0, 80)}" is not an e-mail address` };
  if (addresses.length === 0) return { ok: false, words: 'is empty' };
  if (addresses.length > RECIPIENTS_MAX)
    return { ok: false, words: `has more than ${RECIPIENTS_MAX} addresses: make it a list of your mail server` };
  const domains = [...new Set(addresses.map((address) => address.slice(address.lastIndexOf('@') + 1)))];
  const many = addresses.length === 1 ? '1 person' : `${addresses.length} people`;
  const shown = `${domains.slice(0, 3).join(', ')}${domains.length > 3 ? ` and ${domains.length - 3} more` : ''}`;
  return { ok: true, target: addresses.join(', '), where: `${many} at ${shown}`, people: addresses.length };
}
