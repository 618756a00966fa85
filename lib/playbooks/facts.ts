import type { Severity } from '../cases/case.ts';
import { isolationOf, type RunFacts } from '../cases/isolation.ts';
import type { CollectorState } from '../containment/collected.ts';
import { artifactLabel } from '../evidence/artifact.ts';
import type { Proof } from './checklist.ts';
import type { Auto } from './playbook.ts';

/** One sending of a containment step, as far as the checklist looks at it. */
export interface RunFact extends RunFacts {
  by: string;
  /** RFC 3339: when it ended, or began while it has not */
  at: string;
  /** sequence numbers in the action log */
  seqs: readonly number[];
  /** of a capture: how far each planned collector is */
  collectors: readonly CollectorState[];
  /** of a scale to zero: the workload that was scaled */
  workloadUid: string | null;
  artifacts: readonly ArtifactFact[];
}

export interface ArtifactFact {
  id: string;
  number: number;
  state: CollectorState;
  /** why it is partial or failed */
  reason: string | null;
  sha256: string | null;
  /** oldest first */
  custody: readonly { kind: 'collected' | 'viewed' | 'exported' | 'verified'; sha256: string | null }[];
}

export interface SuspectFact {
  /** "finance/payment-…" */
  name: string;
  podUid: string;
  addedAt: string;
  ownerUids: readonly string[];
  /** newest first */
  runs: readonly RunFact[];
}

/** What Bulkhead's own records say about a case. */
export interface CaseFacts {
  severity: Severity;
  commander: { name: string; disabled: boolean };
  openedAt: string;
  suspects: readonly SuspectFact[];
  /** the latest report that went out */
  report: { number: number; at: string; by: string } | null;
  tasks: { open: number; ended: number };
}

/** Whether something is so now, with the records that show it; when not, `proof.words` say what it waits for. */
export interface Finding {
  met: boolean;
  proof: Proof;
}

const finding = (met: boolean, words: string, proof: Partial<Omit<Proof, 'words'>> = {}): Finding => ({
  met,
  proof: { words, actions: [], artifacts: [], by: null, at: null, ...proof },
});

/** What the records say about one thing that Bulkhead can see. It is computed anew each time: no record, no tick. */
export function judge(auto: Auto, facts: CaseFacts): Finding {
  switch (auto) {
    case 'suspects-named':
      return suspectsNamed(facts);
    case 'severity-set':
      return finding(true, `Severity is ${facts.severity}`);
    case 'commander-named':
      return facts.commander.disabled
        ? finding(false, `The account of ${facts.commander.name}, who commands, is switched off`)
        : finding(true, `${facts.commander.name} commands`);
    case 'quarantine-verified':
      return everySuspect(facts, QUARANTINED, (suspect) => {
        const run = latest(suspect, 'quarantine');
        return run && isolationOf(suspect.runs) === 'verified' ? [run] : null;
      });
    case 'evidence-sealed':
      return everySuspect(facts, SEALED, (suspect) => {
        const run = latest(suspect, 'capture');
        return run && run.collectors.length > 0 && run.collectors.every((state) => state === 'sealed') ? [run] : null;
      });
    case 'collectors-ended':
      return everySuspect(facts, ENDED, (suspect) => {
        const run = latest(suspect, 'capture');
        return run && run.state !== 'running' && run.collectors.length > 0 && run.artifacts.every(hasEnded)
          ? [run]
          : null;
      });
    case 'workload-at-zero':
      return everySuspect(facts, AT_ZERO, (suspect) => {
        const run = scaleOf(suspect, facts);
        return run && outcomeOf(run) === 'at-zero' && run.state !== 'undone' ? [run] : null;
      });
    case 'hashes-recorded':
      return everyArtifact(facts, 'has no hash', ({ state, sha256 }) => state === 'failed' || sha256 !== null);
    case 'custody-complete':
      return everyArtifact(facts, 'has a gap in its custody', custodyHolds);
    case 'report-sent':
      return facts.report
        ? finding(true, `Report ${facts.report.number} sent`, { by: facts.report.by, at: facts.report.at })
        : finding(false, 'No report was sent');
    case 'tasks-ended':
      return facts.tasks.open > 0
        ? finding(false, `${count(facts.tasks.open, 'task')} open`)
        : finding(
            true,
            facts.tasks.ended > 0 ? `${count(facts.tasks.ended, 'task')} ended, none open` : 'No task is open',
          );
  }
}

function suspectsNamed({ suspects }: CaseFacts): Finding {
  const last = suspects.at(-1);
  if (!last) return finding(false, 'No suspect is named');
  return finding(true, `${count(suspects.length, 'suspect')} named by UID`, { at: last.addedAt });
}

interface Words {
  /** when it is so for all */
  met: string;
  /** after the names of those for which it is not */
  lacks: string;
}
const QUARANTINED: Words = { met: 'Quarantine verified', lacks: 'without a verified quarantine' };
const SEALED: Words = { met: 'All collectors sealed', lacks: 'without a capture that is sealed as a whole' };
const ENDED: Words = {
  met: 'Every collector has ended',
  lacks: 'without a capture that has ended, each part sealed or with its reason',
};
const AT_ZERO: Words = { met: 'Workload at zero', lacks: 'with a workload that is not at zero' };

/** Met when each suspect has the runs that show it; no suspect shows nothing. */
function everySuspect(
  { suspects }: CaseFacts,
  { met, lacks }: Words,
  shownBy: (suspect: SuspectFact) => readonly RunFact[] | null,
): Finding {
  if (suspects.length === 0) return finding(false, 'No suspect is named');
  const shown = suspects.map((suspect) => ({ suspect, runs: shownBy(suspect) }));
  const runs = shown.flatMap((one) => one.runs ?? []);
  const open = shown.filter((one) => one.runs === null).map(({ suspect }) => suspect.name);
  const newest = runs.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
  const proof = {
    actions: [...new Set(runs.flatMap(({ seqs }) => seqs))].sort((a, b) => a - b),
    artifacts: runs.flatMap(({ artifacts }) => artifacts.map(({ id, number }) => ({ id, number }))),
    by: newest?.by ?? null,
    at: newest?.at ?? null,
  };
  if (open.length > 0) return finding(false, `${few(open)} ${lacks}`, proof);
  return finding(true, suspects.length === 1 ? met : `${met}, ${suspects.length} suspects`, proof);
}

function everyArtifact({ suspects }: CaseFacts, gap: string, holds: (artifact: ArtifactFact) => boolean): Finding {
  const artifacts = suspects.flatMap(({ runs }) => runs.flatMap((run) => run.artifacts));
  if (artifacts.length === 0) return finding(false, 'No artifact was collected');
  const bad = artifacts.filter((artifact) => artifact.state === 'collecting' || !holds(artifact));
  if (bad.length > 0) return finding(false, `${few(bad.map(({ number }) => artifactLabel(number)))} ${gap}`);
  return finding(true, `${count(artifacts.length, 'artifact')} looked at`, {
    artifacts: artifacts.map(({ id, number }) => ({ id, number })).sort((a, b) => a.number - b.number),
  });
}

const latest = (suspect: SuspectFact, step: RunFact['step']): RunFact | undefined =>
  suspect.runs.find((run) => run.step === step && run.undoOf === null);

/** The newest scale-down of the suspect's own workload: several suspects of one Deployment are at zero together. */
function scaleOf(suspect: SuspectFact, { suspects }: CaseFacts): RunFact | undefined {
  return suspects
    .flatMap(({ runs }) => runs)
    .filter((run) => run.step === 'scaleToZero' && run.undoOf === null)
    .filter((run) => suspect.runs.includes(run) || suspect.ownerUids.includes(run.workloadUid ?? '-'))
    .sort((a, b) => (a.at < b.at ? 1 : -1))[0];
}

const outcomeOf = ({ result }: RunFact): string | null =>
  typeof result === 'object' && result !== null && 'outcome' in result && typeof result.outcome === 'string'
    ? result.outcome
    : null;

const hasEnded = ({ state, reason }: ArtifactFact): boolean =>
  state === 'sealed' || (state !== 'collecting' && (reason ?? '') !== '');

/** Who collected it is on record, and the last time its bytes were hashed again they were the same. */
function custodyHolds({ sha256, custody }: ArtifactFact): boolean {
  const verified = custody.filter(({ kind }) => kind === 'verified').at(-1);
  return custody.some(({ kind }) => kind === 'collected') && (!verified || verified.sha256 === sha256);
}

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
const few = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
