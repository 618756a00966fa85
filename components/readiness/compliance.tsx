'use client';

import { STANDARDS, type Standard } from '@/lib/readiness/check';
import type { Said, Standing } from '@/lib/readiness/score';

interface ComplianceProps {
  standings: readonly Standing<Said>[];
  chosen: Standard | null;
  onChoose: (standard: Standard | null) => void;
}

/** For which rules the checks are evidence, and how many of them pass. One pressed shows its checks alone. */
export const Compliance = ({ standings, chosen, onChoose }: ComplianceProps) => (
  <div
    className="flex flex-none flex-wrap items-center gap-1 border-t border-line px-4 py-2 text-meta"
    role="toolbar"
    aria-label="Evidence for"
  >
    <span className="text-fg-3">Evidence for</span>
    {(Object.keys(STANDARDS) as Standard[]).map((standard) => {
      const these = standings.filter(({ check }) => check.references.some((one) => one.standard === standard));
      const passing = these.filter(({ status }) => status === 'pass').length;
      return (
        <button
          key={standard}
          type="button"
          className="chip px-1"
          aria-pressed={standard === chosen}
          aria-label={`${STANDARDS[standard]}: ${passing} of ${these.length} checks pass`}
          title={`${passing} of ${these.length} checks pass; press to see them alone`}
          onClick={() => onChoose(standard === chosen ? null : standard)}
        >
          {STANDARDS[standard]}{' '}
          <span className="text-fg-3">
            {passing} of {these.length}
          </span>
        </button>
      );
    })}
  </div>
);
