import { z } from 'zod';
import { PersonRef } from '../cases/case.ts';
import { Moment } from '../timeline/note.ts';
import { Status } from './check.ts';
import { CheckKey } from './checks/index.ts';

const isHttps = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
};

/** Where proof lies. Only https: a link is clicked by whoever reads it. */
export const ProofLink = z.object({
  title: z.string().trim().max(120, 'is longer than 120 characters'),
  url: z
    .string()
    .trim()
    .max(2000, 'is longer than 2,000 characters')
    .refine(isHttps, 'must be an address that begins with https://'),
});
export type ProofLink = z.infer<typeof ProofLink>;

export const AttestationView = z.object({
  id: z.uuid(),
  check: z.string(),
  status: Status,
  notes: z.string(),
  links: z.array(ProofLink),
  by: PersonRef,
  attestedAt: z.string(),
  validUntil: z.string(),
});
export type AttestationView = z.infer<typeof AttestationView>;

/** Who sees to a check and by when. */
export const PlanView = z.object({
  check: z.string(),
  owner: PersonRef.nullable(),
  /** a team or somebody without an account; '' when there is an owner or nobody */
  ownerName: z.string(),
  dueAt: z.string().nullable(),
});
export type PlanView = z.infer<typeof PlanView>;

/** What Bulkhead found by itself about one check, beside what people attest. */
export const Finding = z.object({
  status: Status,
  words: z.string(),
  foundAt: z.string(),
  /** the objects it is about */
  objects: z.array(z.object({ name: z.string(), status: Status, words: z.string() })),
});
export type Finding = z.infer<typeof Finding>;

/** How long a case or drill took, in milliseconds from detection; null: it did not happen. */
export const CaseTimes = z.object({
  number: z.number().int(),
  drill: z.boolean(),
  detectedAt: z.string(),
  openedMs: z.number(),
  capturedMs: z.number().nullable(),
  containedMs: z.number().nullable(),
  gatesOverridden: z.number().int(),
});
export type CaseTimes = z.infer<typeof CaseTimes>;

/** All that the score, its trend and what to do next are computed from. */
export const ReadinessView = z.object({
  /** newest first: those of the last weeks, and of each check the newest before */
  attestations: z.array(AttestationView),
  plans: z.array(PlanView),
  /** by key of the check; without an entry nothing is found automatically */
  findings: z.record(z.string(), Finding),
  cases: z.array(CaseTimes),
});
export type ReadinessView = z.infer<typeof ReadinessView>;

export const AttestInput = z.object({
  check: CheckKey,
  status: Status,
  notes: z.string().trim().max(5000, 'is longer than 5,000 characters'),
  links: z.array(ProofLink).max(10, 'at most 10 links'),
  validUntil: Moment,
});
export type AttestInput = z.infer<typeof AttestInput>;

export const PlanInput = z.object({
  check: CheckKey,
  ownerId: z.uuid().nullable(),
  ownerName: z.string().trim().max(80, 'is longer than 80 characters'),
  dueAt: Moment.nullable(),
});
export type PlanInput = z.infer<typeof PlanInput>;

/** Nobody can vouch for longer. */
export const MAX_VALID_DAYS = 366;
