import { type Auto, Playbook, type Step } from '@/lib/playbooks/playbook';

/** With the item at `from` at the place `to`. */
export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const item = all[from];
  if (item === undefined || to < 0 || to >= all.length) return [...all];
  return all.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** "call-the-owner" of "Call the owner", and another one when that is taken. */
export function newKey(title: string, taken: readonly string[]): string {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 30)
    .replace(/-+$/, '');
  const base = slug.length < 2 ? 'step' : slug.startsWith('own-') ? `step-${slug}`.slice(0, 36) : slug;
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base}-${n}`;
    if (!taken.includes(key)) return key;
  }
}

export const emptyStep = (playbook: Playbook): Step => ({
  key: newKey(
    `step ${playbook.steps.length + 1}`,
    playbook.steps.map(({ key }) => key),
  ),
  title: '',
  why: '',
  who: 'Analyst',
  commands: [],
  instead: null,
  doneWhen: '',
  auto: null,
});

const FIELD: Record<string, string> = {
  title: 'title',
  why: 'why',
  who: 'who',
  doneWhen: 'done when',
  words: 'words',
  run: 'command',
  of: 'instead of',
  because: 'because',
  aim: 'aim',
};
const ONE: Record<string, string> = { steps: 'Step', criteria: 'Criterion', commands: 'command' };

/** Why it cannot be saved, each with its place: "Step 3, command 1, command: has an unknown name {{pot}}". */
export function faultsOf(playbook: Playbook): string[] {
  const parsed = Playbook.safeParse(playbook);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message, code }) => {
    const place = path.map((part, index) => {
      if (typeof part === 'number') return `${ONE[String(path[index - 1])] ?? ''} ${part + 1}`;
      return String(part) in ONE ? '' : (FIELD[String(part)] ?? String(part));
    });
    const words = place.filter(Boolean).join(', ');
    const why = code === 'too_small' ? 'is empty' : code === 'too_big' ? 'is too long' : message;
    return words ? `${words}: ${why}` : why;
  });
}

/** What Bulkhead sees done by itself. */
export const AUTO_WORDS: Record<Auto, string> = {
  'suspects-named': 'Suspects are named',
  'severity-set': 'Severity is set',
  'commander-named': 'A commander is named',
  'quarantine-verified': 'Quarantine is verified',
  'evidence-sealed': 'Evidence is sealed',
  'collectors-ended': 'All collectors have ended',
  'hashes-recorded': 'Hashes are recorded',
  'workload-at-zero': 'The workload is at zero',
  'custody-complete': 'Custody is complete',
  'report-sent': 'A status report was sent',
  'tasks-ended': 'All tasks have ended',
};
