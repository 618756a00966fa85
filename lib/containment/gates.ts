import { GATES, type GateKind, type GateView } from './step.ts';

export interface GateFacts {
  quarantine: 'verified' | 'leaking' | 'unknown' | 'not-sent';
  /** what is still allowed, or why it is not known, in words */
  leaks: readonly string[];
  artifacts: { sealed: number; partial: number; failed: number; collecting: number; expected: number };
  overrides: Partial<Record<GateKind, NonNullable<GateView['override']>>>;
}

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** What each gate waits for. Gates only look at what was read and recorded; unknown keeps them closed. */
export const gatesOf = (facts: GateFacts): GateView[] => GATES.map((kind) => gateOf(kind, facts));

export function gateOf(kind: GateKind, facts: GateFacts): GateView {
  const override = facts.overrides[kind] ?? null;
  const waits = [...waitsForQuarantine(facts), ...(kind === 'scaleToZero' ? waitsForArtifacts(facts) : [])];
  const loses = kind === 'capture' ? CAPTURE_LOSES : scaleLoses(facts);
  const step = kind === 'capture' ? 'Capture' : 'Scale to zero';
  if (waits.length === 0) return { kind, state: 'open', words: openWords(kind, facts), loses, override };
  const words = `${step} waits for: ${waits.join('; ')}`;
  return {
    kind,
    state: override ? 'overridden' : 'closed',
    words: override ? `Passed by override. ${words}` : words,
    loses,
    override,
  };
}

export const passes = (gate: GateView): boolean => gate.state !== 'closed';

function waitsForQuarantine({ quarantine, leaks }: GateFacts): string[] {
  switch (quarantine) {
    case 'verified':
      return [];
    case 'leaking':
      return [
        leaks.length > 0
          ? `quarantine verified (still allowed: ${leaks.slice(0, 3).join(', ')}${leaks.length > 3 ? ', …' : ''})`
          : 'quarantine verified (packets may still pass)',
      ];
    case 'unknown':
      return [`quarantine verified (${leaks[0] ?? 'what the cluster says is not known'})`];
    case 'not-sent':
      return ['quarantine verified'];
  }
}

function waitsForArtifacts({ artifacts }: GateFacts): string[] {
  const { sealed, partial, failed, collecting, expected } = artifacts;
  if (expected === 0) return ['artifacts sealed (nothing captured yet)'];
  const open = Math.max(0, expected - sealed);
  if (open === 0) return [];
  const parts = [
    partial > 0 ? `${partial} partial` : '',
    failed > 0 ? `${failed} failed` : '',
    collecting > 0 ? `${collecting} still running` : '',
  ].filter(Boolean);
  return [`${plural(open, 'artifact')} of ${expected}${parts.length > 0 ? `, of which ${parts.join(', ')}` : ''}`];
}

function openWords(kind: GateKind, { artifacts }: GateFacts): string {
  return kind === 'capture'
    ? 'Quarantine verified'
    : `Quarantine verified, ${plural(artifacts.sealed, 'artifact')} sealed`;
}

const CAPTURE_LOSES =
  'The attacker can still send and receive, and may notice the capture and destroy evidence while it runs.';

function scaleLoses({ artifacts, quarantine }: GateFacts): string {
  const missing = Math.max(0, artifacts.expected - artifacts.sealed);
  const evidence =
    artifacts.expected === 0
      ? 'Nothing was captured: processes, sockets, memory and files of the pods that end are lost for good.'
      : missing > 0
        ? `${plural(missing, 'artifact')} not sealed: what ${missing === 1 ? 'it' : 'they'} would hold is lost for good with the pods that end.`
        : 'What was not captured is lost for good with the pods that end.';
  return quarantine === 'verified' ? evidence : `${evidence} The quarantine is not verified.`;
}
