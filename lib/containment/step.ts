import { z } from 'zod';

export const STEPS = ['quarantine', 'capture', 'scaleToZero'] as const;
export const StepKind = z.enum(STEPS);
export type StepKind = z.infer<typeof StepKind>;

/** How to isolate. `replace` also takes off the labels by which leaking policies and the owner select the pod. */
export const IsolationMode = z.enum(['in-place', 'replace']);
export type IsolationMode = z.infer<typeof IsolationMode>;

/** One line of a shown difference; `text` is YAML. */
export const DiffLine = z.object({ sign: z.enum(['+', '-', ' ']), text: z.string() });

/** Exactly what will be sent, and how to take it back. `path` has no host; `body` is what goes on the wire. */
export const PlannedRequest = z.object({
  verb: z.enum(['POST', 'PATCH', 'DELETE']),
  path: z.string(),
  contentType: z.string(),
  body: z.unknown(),
  /** words for the head of the box: "networkpolicies/bulkhead-q-42-x2kqv" */
  target: z.string(),
  note: z.string(), // "new", "then verify"
  diff: z.array(DiffLine),
  /** the API server's verdict on the same request with dryRun=All */
  dryRun: z.object({ outcome: z.enum(['accepted', 'refused', 'not-run']), message: z.string() }),
  kubectl: z.string(), // the same as a command, for those who must do it by hand
});
export type PlannedRequest = z.infer<typeof PlannedRequest>;

/** Something looked at before or after sending. `unknown` is "not checked" and says why in its words. */
export const Check = z.object({ state: z.enum(['ok', 'caution', 'failed', 'unknown']), words: z.string() });
export type Check = z.infer<typeof Check>;

/** What is on screen before the click. The server makes it anew at the click and refuses when the hash differs. */
export const Plan = z.object({
  step: StepKind,
  caseId: z.uuid(),
  suspectId: z.uuid(),
  mode: IsolationMode.nullable(),
  undoOf: z.uuid().nullable(),
  madeAt: z.string(),
  requests: z.array(PlannedRequest),
  checks: z.array(Check),
  /** pods that will end, by name (scale to zero); "finance/payment-service-…" */
  dies: z.array(z.string()),
  survives: z.array(z.string()),
  /** what the collectors will do (capture) */
  collectors: z.array(z.object({ id: z.string(), title: z.string(), how: z.string() })),
  undo: z.string(), // what undo will do, in words
  /** why it cannot be sent, or null */
  blocked: z.string().nullable(),
  hash: z.string().length(64), // SHA-256 of the canonical JSON of requests without dryRun, mode, suspect UID
});
export type Plan = z.infer<typeof Plan>;

/** A rule of a policy that still lets packets through to or from a quarantined pod. */
export const Leak = z.object({
  policy: z.string(),
  direction: z.enum(['ingress', 'egress']),
  allows: z.string(), // words: "egress to 0.0.0.0/0 on TCP 443"
  /** labels of the pod by which the policy selects it and which can be taken off; empty: it selects every pod */
  byLabels: z.array(z.string()),
});
export type Leak = z.infer<typeof Leak>;

/** What connections that were open before the policy mean: cut off, packets still arrive, or nobody can tell. */
export const ConnectionVerdict = z.object({
  state: z.enum(['cut', 'passing', 'unknown']),
  check: Check,
  lookedAt: z.string(),
});
export type ConnectionVerdict = z.infer<typeof ConnectionVerdict>;

/** What a fresh read after the change said. `verified` only when all of it was read and nothing may pass. */
export const Verification = z.object({
  outcome: z.enum(['verified', 'leaking', 'unknown']),
  checkedAt: z.string(),
  leaks: z.array(Leak),
  checks: z.array(Check),
  policiesRead: z.number().int().nullable(),
  /** kept, because a later look without a person reads no /proc: it stands on this one */
  connections: ConnectionVerdict.nullable().default(null),
});
export type Verification = z.infer<typeof Verification>;

/** What scale to zero found afterwards. */
export const ScaleOutcome = z.object({
  outcome: z.enum(['at-zero', 'ending', 'unknown']),
  checkedAt: z.string(),
  remaining: z.array(z.string()), // pods of the workload still there
  survivors: z.array(z.string()), // suspects that were detached and live on
});
export type ScaleOutcome = z.infer<typeof ScaleOutcome>;

export const GATES = ['capture', 'scaleToZero'] as const;
export const GateKind = z.enum(GATES);
export type GateKind = z.infer<typeof GateKind>;

export const GateView = z.object({
  kind: GateKind,
  state: z.enum(['closed', 'open', 'overridden']),
  /** what it waits for or why it is open, in words */
  words: z.string(),
  /** what will be lost by an override, in words */
  loses: z.string(),
  override: z.object({ reason: z.string(), by: z.string(), at: z.string() }).nullable(),
});
export type GateView = z.infer<typeof GateView>;

export const StepRunView = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'succeeded', 'failed', 'unknown', 'undone']),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  by: z.string(),
  /** sequence numbers in the action log */
  actions: z.array(z.number().int()),
  requests: z.array(
    z.object({
      verb: z.string(),
      target: z.string(),
      state: z.enum(['waiting', 'sent', 'succeeded', 'failed', 'unknown']),
      answer: z.string(),
    }),
  ),
  error: z.string().nullable(), // cause, state, next step
});
export type StepRunView = z.infer<typeof StepRunView>;

export const StepView = z.object({
  step: StepKind,
  /** words for the chip beside the name: "Verified", "9 of 12 sealed", "Waits for capture" */
  chip: z.object({ words: z.string(), tone: z.enum(['ok', 'run', 'caution', 'failed', 'unknown', 'waits']) }),
  run: StepRunView.nullable(), // the latest
  verification: Verification.nullable(),
  scale: ScaleOutcome.nullable(),
  undoable: z.boolean(),
});
export type StepView = z.infer<typeof StepView>;

/** The containment of one suspect: steps in their order with the gates between them. */
export const ContainmentView = z.object({ suspectId: z.uuid(), steps: z.array(StepView), gates: z.array(GateView) });
export type ContainmentView = z.infer<typeof ContainmentView>;

/** Characters that the reason of an override has at least. */
export const MIN_REASON = 10;
