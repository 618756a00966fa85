import type { ReadinessCheck, Status } from './check.ts';
import { CHECKS } from './checks/index.ts';

/** What the score needs of an attestation. Times are RFC 3339. */
export interface Said {
  readonly check: string;
  readonly status: Status;
  readonly attestedAt: string;
  readonly validUntil: string;
}

/** From a moment on a check stands like this. */
export interface Step<S extends Said> {
  readonly at: number;
  readonly status: Status;
  /** an attestation that no longer holds is unknown */
  readonly because: 'said' | 'expired';
  readonly said: S;
}

export interface Standing<S extends Said> {
  readonly check: ReadinessCheck;
  readonly status: Status;
  readonly because: 'said' | 'expired' | 'never';
  readonly points: number;
  /** the newest one, also when it has expired */
  readonly said: S | null;
}

export interface Assessment<S extends Said> {
  readonly standings: readonly Standing<S>[];
  /** 0 to 100 */
  readonly score: number;
  readonly byStatus: Readonly<Record<Status, { checks: number; points: number; of: number }>>;
}

/** Where a score should be: drawn in the trend. */
export const READINESS_GOAL = 80;

/** All points for pass, half for partial, none for fail; and none for unknown, because nobody knows. */
export const pointsOf = (status: Status, weight: number): number =>
  status === 'pass' ? weight : status === 'partial' ? weight / 2 : 0;

/**
 * How one check stood over time, oldest first. `said`: its attestations; the newest counts from when it was made, and of
 * two in the same millisecond the one that comes first here.
 */
export function stepsOf<S extends Said>(said: readonly S[]): Step<S>[] {
  const ordered = [...said].reverse().sort((a, b) => Date.parse(a.attestedAt) - Date.parse(b.attestedAt));
  return ordered.flatMap((one, index): Step<S>[] => {
    const at = Date.parse(one.attestedAt);
    const ends = Date.parse(one.validUntil);
    const next = ordered[index + 1];
    const expired: Step<S> = { at: Math.max(at, ends), status: 'unknown', because: 'expired', said: one };
    if (ends <= at) return [expired];
    const held: Step<S> = { at, status: one.status, because: 'said', said: one };
    return next && Date.parse(next.attestedAt) <= ends ? [held] : [held, expired];
  });
}

/** All checks as they stand at a moment. Attestations made later do not count yet. */
export function assess<S extends Said>(said: readonly S[], at: number): Assessment<S> {
  const standings = CHECKS.map((check): Standing<S> => {
    const step = stepsOf(said.filter((one) => one.check === check.key)).findLast((each) => each.at <= at);
    if (!step) return { check, status: 'unknown', because: 'never', points: 0, said: null };
    const { status, because } = step;
    return { check, status, because, points: pointsOf(status, check.weight), said: step.said };
  });
  const of = (status: Status) => {
    const these = standings.filter((one) => one.status === status);
    return {
      checks: these.length,
      points: these.reduce((sum, { points }) => sum + points, 0),
      of: these.reduce((sum, { check }) => sum + check.weight, 0),
    };
  };
  return {
    standings,
    score: standings.reduce((sum, { points }) => sum + points, 0),
    byStatus: { pass: of('pass'), partial: of('partial'), fail: of('fail'), unknown: of('unknown') },
  };
}
