import { z } from 'zod';

/** The rules for which the checks are evidence, as an auditor names them. */
export const STANDARDS = {
  pci: 'PCI DSS 4.0 12.10',
  soc2: 'SOC 2 CC7',
  nist53: 'NIST 800-53 IR-4',
  nist190: 'NIST 800-190',
  iso: 'ISO 27001 5.24–5.28',
  cis: 'CIS Controls 17',
  cisK8s: 'CIS Kubernetes',
} as const;
export type Standard = keyof typeof STANDARDS;

export interface Reference {
  readonly standard: Standard;
  /** where in it, with words, because numbers move between editions */
  readonly clause: string;
}

/** One item of the readiness checklist, in words for somebody who reads it for the first time. */
export interface ReadinessCheck {
  readonly number: number;
  /** name of its file; stands in the database */
  readonly key: string;
  readonly title: string;
  /** points of 100 */
  readonly weight: number;
  readonly question: string;
  readonly why: string;
  readonly means: Readonly<Record<'pass' | 'partial' | 'fail', string>>;
  /** how to get there, in order */
  readonly how: readonly string[];
  /** the same in one line, for the list of what to do next */
  readonly next: string;
  readonly references: readonly Reference[];
  /** how long an attestation holds when nobody says otherwise */
  readonly validDays: number;
}

export const STATUSES = ['pass', 'partial', 'fail', 'unknown'] as const;
export const Status = z.enum(STATUSES);
export type Status = z.infer<typeof Status>;
