'use client';

import { useState } from 'react';
import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { StatusGlyph, type StatusKind } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote, Loading } from '@/components/ui/states';
import type { CaseView, Phase } from '@/lib/cases/case';
import { MIN_REASON } from '@/lib/containment/step';
import type { CriterionView } from '@/lib/playbooks/checklist';
import { criteriaOf, openCriteria, type Reasons } from './criteria';
import { PHASE_NAME } from './phases';
import { ReasonField } from './reason-field';
import { useChecklist } from './use-case';

/** How the state of a criterion is drawn and read out. */
export const CRITERION: Record<CriterionView['state'], { kind: StatusKind; label: string }> = {
  open: { kind: 'waits', label: 'not met' },
  met: { kind: 'ok', label: 'met' },
  overridden: { kind: 'caution', label: 'overridden' },
};

/** One criterion as it stands, with what shows it or why it was passed. */
export function CriterionLine({ criterion }: { criterion: CriterionView }) {
  const { kind, label } = CRITERION[criterion.state];
  return (
    <>
      <StatusGlyph kind={kind} label={label} />
      <span>
        <HostileText mono={false} text={criterion.words} />
        {criterion.state === 'overridden' ? (
          <span className="meta">
            {' '}
            overridden: “<HostileText mono={false} text={criterion.reason} />”
          </span>
        ) : criterion.state === 'met' && criterion.proof?.words ? (
          <span className="meta">
            {' '}
            <HostileText mono={false} text={criterion.proof.words} />
          </span>
        ) : null}
      </span>
    </>
  );
}

interface CriteriaFormProps {
  view: CaseView;
  phases: readonly Phase[];
  reasons: Reasons;
  onReasons: (reasons: Reasons) => void;
}

/** What these phases must have reached. Nothing is left out; what is not met can be overridden, each with its reason. */
export function CriteriaForm({ view, phases, reasons, onReasons }: CriteriaFormProps) {
  const checklist = useChecklist(view.number, view.id);
  const why = useWhyNot('checklist.override');
  if (phases.length === 0) return null;
  if (checklist.error)
    return <ErrorNote title={checklist.error.message} detail="Whether the criteria are met is not known." />;
  if (!checklist.data) return <Loading words="Reading the criteria" rows={2} />;
  const open = openCriteria(checklist.data, phases);
  const set = (key: string, reason: string | null) => {
    const { [key]: _, ...rest } = reasons;
    onReasons(reason === null ? rest : { ...rest, [key]: reason });
  };
  return (
    <section aria-label="Criteria" className="grid gap-2">
      {open.length > 1 && why === null ? (
        <ForAll count={open.length} reason={reasons.all} onReason={(reason) => set('all', reason)} />
      ) : null}
      {criteriaOf(checklist.data, phases).map(({ phase, criteria }) => (
        <div key={phase}>
          <h3 className="text-fg-2">{PHASE_NAME[phase]} is done when</h3>
          <ul className="criteria">
            {criteria.map((criterion) => (
              <li key={criterion.id}>
                <CriterionLine criterion={criterion} />
                {criterion.state === 'open' ? (
                  <Override criterion={criterion} why={why} reason={reasons[criterion.id]} onReason={set} />
                ) : null}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

interface OverrideProps {
  criterion: CriterionView;
  why: string | null;
  reason: string | undefined;
  onReason: (id: string, reason: string | null) => void;
}

function Override({ criterion, why, reason, onReason }: OverrideProps) {
  if (reason === undefined)
    return (
      <span>
        <Button
          look="quiet"
          className="underline underline-offset-3"
          aria-label={`Override “${criterion.words}” with a reason`}
          disabledReason={why}
          onClick={() => onReason(criterion.id, '')}
        >
          Override
        </Button>
      </span>
    );
  return (
    <span className="col-span-2 col-start-2 mt-1 grid gap-1">
      <ReasonField
        label={`Why “${criterion.words}” is passed without being met`}
        least={MIN_REASON}
        rows={1}
        value={reason}
        onChange={(text) => onReason(criterion.id, text)}
      />
      <span>
        <Button look="quiet" onClick={() => onReason(criterion.id, null)}>
          Do not override
        </Button>
      </span>
    </span>
  );
}

interface ForAllProps {
  count: number;
  reason: string | undefined;
  onReason: (reason: string | null) => void;
}

/** A false alarm meets few criteria: one reason may stand for all that have none of their own. */
function ForAll({ count, reason, onReason }: ForAllProps) {
  const [open, setOpen] = useState(reason !== undefined);
  if (!open)
    return (
      <span>
        <Button look="quiet" className="px-0! underline underline-offset-3" onClick={() => setOpen(true)}>
          One reason for all {count} that are not met
        </Button>
      </span>
    );
  return (
    <ReasonField
      label={`Why the ${count} criteria that are not met are passed; written beside each of them`}
      least={MIN_REASON}
      value={reason ?? ''}
      onChange={(text) => onReason(text === '' ? null : text)}
    />
  );
}
