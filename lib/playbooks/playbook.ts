import { z } from 'zod';
import { Phase } from '../cases/case.ts';
import { faultOf } from './fill.ts';

/** Who does a step, as people say it; 'Bulkhead' does it when a person confirms. */
export const DOERS = ['Commander', 'Analyst', 'Platform', 'Liaison', 'Scribe', 'Manager'] as const;

/** What Bulkhead itself can see done; a step or criterion with one ticks itself, with the record as proof. */
export const AUTO = [
  'suspects-named',
  'severity-set',
  'commander-named',
  'quarantine-verified',
  'evidence-sealed',
  'collectors-ended',
  'hashes-recorded',
  'workload-at-zero',
  'custody-complete',
  'report-sent',
  'tasks-ended',
] as const;
export const Auto = z.enum(AUTO);
export type Auto = z.infer<typeof Auto>;

/** Steps that people add to one case; a playbook has none of them. */
export const OWN_PREFIX = 'own-';

const key = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'lower case letters, digits and -');

/** A line for people who prefer a terminal. `run` may hold {{namespace}}, {{pod}}, … of lib/playbooks/fill.ts. */
export const Command = z.object({
  words: z.string().max(300),
  run: z
    .string()
    .min(1)
    .max(2000)
    .superRefine((run, { addIssue }) => {
      const fault = faultOf(run);
      if (fault) addIssue({ code: 'custom', message: fault });
    }),
});
export type Command = z.infer<typeof Command>;

export const Step = z.object({
  key,
  title: z.string().min(1).max(120),
  why: z.string().max(1000).default(''),
  who: z.enum(DOERS),
  commands: z.array(Command).max(10).default([]),
  /** the usual way that is wrong or harms, and why */
  instead: z
    .object({ of: z.string().min(1).max(500), because: z.string().min(1).max(1000) })
    .nullable()
    .default(null),
  doneWhen: z.string().min(1).max(300),
  /** Bulkhead does it, and sees it done; null: a person ticks it */
  auto: Auto.nullable().default(null),
});
export type Step = z.infer<typeof Step>;

/** What ends a phase. */
export const Criterion = z.object({ key, words: z.string().min(1).max(200), auto: Auto.nullable().default(null) });
export type Criterion = z.infer<typeof Criterion>;

/** The ordered steps of one phase, with what ends it. */
export const Playbook = z
  .object({
    phase: Phase,
    title: z.string().min(1).max(120),
    aim: z.string().max(500),
    steps: z.array(Step).min(1).max(40),
    criteria: z.array(Criterion).min(1).max(12),
  })
  .refine(({ steps }) => new Set(steps.map((step) => step.key)).size === steps.length, 'two steps have one key')
  .refine(({ steps }) => !steps.some((step) => step.key.startsWith(OWN_PREFIX)), `no key begins with ${OWN_PREFIX}`)
  .refine(
    ({ criteria }) => new Set(criteria.map((one) => one.key)).size === criteria.length,
    'two criteria have one key',
  );
export type Playbook = z.infer<typeof Playbook>;
/** A playbook as it is written down: what is left out has its default. */
export type PlaybookText = z.input<typeof Playbook>;
