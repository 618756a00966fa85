import { csvRow } from '../text/csv.ts';
import { STANDARDS } from './check.ts';
import { assess } from './score.ts';
import type { AttestationView, ReadinessView } from './view.ts';

/** Who exports, and when: stands in the file. */
export interface Stamp {
  readonly by: string;
  readonly at: Date;
}

/** What an auditor gets: each check with its question, what was said and found, and every attestation that was ever made. */
export function exportJson(view: ReadinessView, history: readonly AttestationView[], { by, at }: Stamp): string {
  const { score, standings } = assess(view.attestations, at.getTime());
  const checks = standings.map(({ check, status, because, points, said }) => ({
    number: check.number,
    title: check.title,
    question: check.question,
    means: check.means,
    evidenceFor: check.references.map(({ standard, clause }) => `${STANDARDS[standard]}: ${clause}`),
    status,
    because,
    points,
    of: check.weight,
    attestation: said,
    finding: view.findings[check.key] ?? null,
    plan: planOf(view, check.key),
  }));
  return JSON.stringify({ exportedAt: at.toISOString(), exportedBy: by, score, of: 100, checks, history }, null, 2);
}

const HEAD = [
  'no',
  'check',
  'question',
  'status',
  'because',
  'points',
  'of',
  'notes',
  'links',
  'attested_by',
  'attested_at',
  'valid_until',
  'found',
  'owner',
  'due',
  'evidence_for',
];

/** The ten checks as they stand, one a line, for a spreadsheet. Times are UTC. */
export function exportCsv(view: ReadinessView, { at }: Stamp): string {
  const rows = assess(view.attestations, at.getTime()).standings.map(({ check, status, because, points, said }) => {
    const plan = planOf(view, check.key);
    return csvRow([
      check.number,
      check.title,
      check.question,
      status,
      because,
      points,
      check.weight,
      said?.notes ?? null,
      said?.links.map(({ title, url }) => `${title} ${url}`.trim()).join('\n') ?? null,
      said?.by.name ?? null,
      said?.attestedAt ?? null,
      said?.validUntil ?? null,
      view.findings[check.key]?.words ?? null,
      plan?.owner ?? null,
      plan?.dueAt ?? null,
      check.references.map(({ standard, clause }) => `${STANDARDS[standard]}: ${clause}`).join('\n'),
    ]);
  });
  return [csvRow(HEAD), ...rows].join('');
}

function planOf(view: ReadinessView, key: string) {
  const plan = view.plans.find(({ check }) => check === key);
  return plan ? { owner: (plan.owner?.name ?? plan.ownerName) || null, dueAt: plan.dueAt } : null;
}
