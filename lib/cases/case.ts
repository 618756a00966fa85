import { z } from 'zod';
import { ImageRef, OwnerRef } from '../triage/row.ts';

export const SEVERITIES = ['critical', 'high', 'moderate', 'low'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;
/** critical is 1 … low is 4, as on screen. */
export const severityNumber = (severity: Severity): 1 | 2 | 3 | 4 =>
  (SEVERITIES.indexOf(severity) + 1) as 1 | 2 | 3 | 4; // an index of a four-tuple

export const PHASES = ['detection', 'containment', 'forensics', 'recovery', 'review'] as const;
export const Phase = z.enum(PHASES);
export type Phase = z.infer<typeof Phase>;

export const PersonRef = z.object({ id: z.uuid(), name: z.string() });
export type PersonRef = z.infer<typeof PersonRef>;

/** The parts people play in a case beside its commander. */
export const CASE_ROLES = ['deputy', 'analyst', 'scribe', 'liaison'] as const;
export const CaseRole = z.enum(CASE_ROLES);
export type CaseRole = z.infer<typeof CaseRole>;

export const CaseMember = z.object({ person: PersonRef, role: CaseRole, since: z.string() });
export type CaseMember = z.infer<typeof CaseMember>;

/** The command of a case, offered to somebody who has not answered yet. */
export const HandOverView = z.object({
  id: z.uuid(),
  from: PersonRef,
  to: PersonRef,
  note: z.string(),
  offeredAt: z.string(),
});
export type HandOverView = z.infer<typeof HandOverView>;

/** A pod (by UID) that a case is about, as it was when it was added. */
export const SuspectView = z.object({
  id: z.uuid(),
  podUid: z.string(),
  namespace: z.string(),
  podName: z.string(),
  node: z.string().nullable(),
  serviceAccount: z.string(),
  ownerChain: z.array(OwnerRef),
  images: z.array(ImageRef),
  addedAt: z.string(),
  /** from the cluster cache now; `unknown` when the cache is not live */
  presence: z.enum(['present', 'gone', 'unknown']),
});
export type SuspectView = z.infer<typeof SuspectView>;

export const ISOLATION = ['not-contained', 'applied', 'verified', 'unknown'] as const;

export const CaseSummary = z.object({
  id: z.uuid(),
  number: z.number().int(),
  title: z.string(),
  severity: Severity,
  phase: Phase,
  commander: PersonRef,
  clusterId: z.string(),
  clusterName: z.string(),
  drill: z.boolean(),
  detectedAt: z.string(),
  openedAt: z.string(),
  containedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  suspects: z.number().int(),
  /** worst over its suspects */
  isolation: z.enum(ISOLATION),
  nextStep: z.string(), // words: "Quarantine finance/payment-service-…"
  /** who has the next step: a person's name, or a part such as "Commander" */
  nextWho: z.string(),
  tasks: z.object({ open: z.number().int(), withoutOwner: z.number().int(), overdue: z.number().int() }),
  /** when the next status report is due; null: the case is closed */
  reportDueAt: z.string().nullable(),
  /** what came of it, once closed */
  result: z.string().nullable(),
});
export type CaseSummary = z.infer<typeof CaseSummary>;

export const CaseView = CaseSummary.extend({
  suspectList: z.array(SuspectView),
  /** exact up to COUNT_MAX; COUNT_MAX + 1 says "more than that" */
  counts: z.object({ timeline: z.number().int(), evidence: z.number().int(), actions: z.number().int() }),
  /** when each phase that was entered was entered, in order */
  phaseHistory: z.array(z.object({ phase: Phase, enteredAt: z.string() })),
  members: z.array(CaseMember),
  handOver: HandOverView.nullable(),
  /** who closed it, once closed */
  closedBy: PersonRef.nullable(),
  /** minutes between two status reports, as set for this case or by its severity */
  reportEvery: z.number().int(),
});
export type CaseView = z.infer<typeof CaseView>;

/** How far the entries and actions of a case are counted for its tabs. */
export const COUNT_MAX = 10_000;

/** Minutes between two status reports when a case does not say otherwise. */
export const REPORT_EVERY_MIN: Record<Severity, number> = { critical: 30, high: 60, moderate: 240, low: 1440 };

/** Goal of the playbook: minutes from detection to containment. */
export const CONTAINMENT_GOAL_MIN = 15;

/** Of open cases: not contained first, then by severity, then the older one. */
export const byUrgency = (
  a: Pick<CaseSummary, 'containedAt' | 'severity' | 'number'>,
  b: Pick<CaseSummary, 'containedAt' | 'severity' | 'number'>,
): number =>
  Number(a.containedAt !== null) - Number(b.containedAt !== null) ||
  severityNumber(a.severity) - severityNumber(b.severity) ||
  a.number - b.number;
