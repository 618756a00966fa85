import { z } from 'zod';

/** Level of one signal: what its weight looks like on screen. 1 critical … 4 low. */
export const Level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Level = z.infer<typeof Level>;

/** One reason why a pod looks wrong. */
export const Signal = z.object({
  id: z.string(), // kebab-case, the name of its file in signals/
  words: z.string(), // two or three words for the chip: "Privileged"
  weight: z.number().int().positive(),
  level: Level,
  reason: z.string(), // one sentence with the values that were read
  field: z.string(), // what was read: "spec.containers[0].securityContext.privileged"
  attack: z.string().optional(), // ATT&CK technique id
});
export type Signal = z.infer<typeof Signal>;

export const OwnerRef = z.object({ kind: z.string(), name: z.string(), uid: z.string() });
export type OwnerRef = z.infer<typeof OwnerRef>;

export const ImageRef = z.object({ container: z.string(), image: z.string(), digest: z.string().nullable() });
export type ImageRef = z.infer<typeof ImageRef>;

/** One pod in triage. Absent measurements are null, which is "unknown" and never 0. Times are RFC 3339. */
export const TriageRow = z.object({
  uid: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** top of the owner chain; a pod without owner is its own workload */
  workload: z.object({ kind: z.string(), name: z.string() }),
  status: z.string(), // as kubectl prints it: Running, CrashLoopBackOff, Init:0/1, Terminating, "Node lost"
  statusLevel: z.enum(['ok', 'caution', 'failed', 'unknown', 'done']),
  waitingReason: z.string().nullable(),
  ready: z.string(), // "1/2"
  restarts: z.number().int(),
  lastRestartAt: z.string().nullable(),
  createdAt: z.string(),
  node: z.string().nullable(),
  images: z.array(ImageRef),
  serviceAccount: z.string(),
  cpuCores: z.number().nullable(),
  cpuHistory: z.array(z.number()), // cores, oldest first, at most 12
  memoryBytes: z.number().nullable(),
  risk: z.number().int(), // sum of the weights
  signals: z.array(Signal), // heaviest first
  quarantined: z.boolean(), // carries Bulkhead's quarantine label; whether it is verified is the case's to say
});
export type TriageRow = z.infer<typeof TriageRow>;

/** From this risk on a pod counts as suspect; the wall in the table stands below it. */
export const SUSPECT_RISK = 40;

export const TRIAGE_VIEWS = ['all', 'failing', 'newest', 'cpu', 'bindings'] as const;
export type TriageView = (typeof TRIAGE_VIEWS)[number];

export const BindingRow = z.object({
  kind: z.enum(['ClusterRoleBinding', 'RoleBinding']),
  namespace: z.string().nullable(),
  name: z.string(),
  role: z.object({ kind: z.string(), name: z.string() }),
  subjects: z.array(z.object({ kind: z.string(), name: z.string(), namespace: z.string().nullable() })),
  /** why the role is dangerous, in words; empty when it is not; null when the role could not be read */
  dangers: z.array(z.string()).nullable(),
  createdAt: z.string().nullable(),
});
export type BindingRow = z.infer<typeof BindingRow>;
