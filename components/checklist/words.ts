import type { StatusKind } from '@/components/ui/glyphs';
import type { Phase } from '@/lib/cases/case';
import type { ChecklistStepView, CriterionView } from '@/lib/playbooks/checklist';

export const STEP_GLYPH: Record<ChecklistStepView['state'], { kind: StatusKind; label: string }> = {
  open: { kind: 'waits', label: 'open' },
  doing: { kind: 'run', label: 'being done' },
  done: { kind: 'ok', label: 'done' },
  skipped: { kind: 'not-evaluated', label: 'skipped' },
};

export const CRITERION_GLYPH: Record<CriterionView['state'], { kind: StatusKind; label: string }> = {
  open: { kind: 'waits', label: 'not met' },
  met: { kind: 'ok', label: 'met' },
  overridden: { kind: 'caution', label: 'overridden' },
};

/** Where Bulkhead does a step, for steps that it does. */
export function placeOf(step: Pick<ChecklistStepView, 'auto'>, number: number): { href: string; words: string } | null {
  const base = `/cases/${number}`;
  switch (step.auto) {
    case null:
      return null;
    case 'quarantine-verified':
    case 'evidence-sealed':
    case 'workload-at-zero':
    case 'collectors-ended':
      return { href: base, words: 'Open it in the room' };
    case 'hashes-recorded':
    case 'custody-complete':
      return { href: `${base}/evidence`, words: 'Open the evidence' };
    case 'suspects-named':
      return { href: `${base}/suspects`, words: 'Open the suspects' };
    case 'tasks-ended':
      return { href: `${base}/tasks`, words: 'Open the tasks' };
    case 'report-sent':
    case 'severity-set':
    case 'commander-named':
      return { href: base, words: 'Open the case' };
  }
}

/** The phases as the playbooks name them; an organisation may call its own otherwise. */
export const PHASE_ENDS: Record<Phase, string> = {
  detection: 'Detection ends when',
  containment: 'Containment ends when',
  forensics: 'Forensics end when',
  recovery: 'Recovery ends when',
  review: 'The review ends when',
};
