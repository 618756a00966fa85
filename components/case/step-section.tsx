import type { ReactNode } from 'react';
import { Chip } from '@/components/ui/chip';
import type { StepView } from '@/lib/containment/step';

interface StepSectionProps {
  no: number;
  title: string;
  step: StepView;
  /** waits: quiet, its gate is closed. open: the next thing to do. done: shows proof and the way back. */
  state: 'waits' | 'open' | 'done';
  hint: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

/** One step of the playbook: number, name, state chip, what it is for; below, what it needs or what it proved. */
export const StepSection = ({ no, title, step, state, hint, actions, children }: StepSectionProps) => (
  <section className="step" aria-label={`Step ${no}, ${title}`} data-state={state}>
    <div className="step-no">{no}</div>
    <div className="step-body">
      <div className="step-h flex-wrap">
        <h2 className={state === 'waits' ? 'text-fg-2' : ''}>{title}</h2>
        <span role="status" aria-label={title}>
          <Chip tone={step.chip.tone}>{step.chip.words}</Chip>
        </span>
        <span className="meta min-w-[200px] flex-1">{hint}</span>
        {actions}
      </div>
      {children}
    </div>
  </section>
);
