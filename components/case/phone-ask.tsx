'use client';

import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { CodeBox } from '@/components/ui/code-diff';
import { plural } from '@/components/ui/format';
import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote, Loading } from '@/components/ui/states';
import { Ago } from '@/components/ui/time';
import type { CaseView } from '@/lib/cases/case';
import type { IsolationMode, Plan, StepKind } from '@/lib/containment/step';
import type { Failure } from '@/lib/failure';
import { CheckList } from './check-list';
import { ModeChoice } from './quarantine-step';
import { RunProgress } from './run-progress';
import type { Waiting } from './waiting';

interface AskedProps {
  view: CaseView;
  waiting: Waiting;
  plan: Plan | undefined;
  error: Error | null;
  onAgain: () => void;
  mode: IsolationMode;
  onMode: (mode: IsolationMode) => void;
  failure: Failure | null;
}

/** The way to what a phone leaves out at first. */
export const AllSteps = () => (
  <p className="mt-2">
    <Link href="?steps=all">All steps and gates</Link>
  </p>
);

const VERB: Record<StepKind, string> = { quarantine: 'Quarantine', capture: 'Capture', scaleToZero: 'Scale to zero' };

/** What is asked: the step, whom it is about, what was checked, and each object with what changes in it. */
export function Asked({ view, waiting, plan, error, onAgain, mode, onMode, failure }: AskedProps) {
  const suspect = view.suspectList.find(({ id }) => id === waiting.suspectId);
  const { run, step } = waiting.step;
  return (
    <section className="phone-ask" aria-label="Waiting for you">
      <p className="meta">
        Step {waiting.no} of 3 · {waiting.step.chip.words}
        {plan ? (
          <>
            {' '}
            · dry run <Ago at={plan.madeAt} /> ago
          </>
        ) : null}
      </p>
      <h2>
        {VERB[step]} <HostileText text={suspect ? `${suspect.namespace}/${suspect.podName}` : 'this suspect'} />
      </h2>
      {failure ? <ErrorNote {...failure} /> : null}
      {run && run.state !== 'succeeded' ? <RunProgress run={run} /> : null}
      {step === 'quarantine' ? (
        <details className="mb-2">
          <summary>How: {mode === 'replace' ? 'isolate and replace' : 'isolate in place'}</summary>
          <ModeChoice mode={mode} onChange={onMode} name="phone" />
        </details>
      ) : null}
      {error ? (
        <ErrorNote title={error.message} action={<Button onClick={onAgain}>Try again</Button>} />
      ) : plan ? (
        <Objects plan={plan} />
      ) : (
        <Loading words="Asking the API server what it would do" rows={3} />
      )}
      <AllSteps />
    </section>
  );
}

const Objects = ({ plan }: { plan: Plan }) => (
  <>
    <CheckList checks={plan.checks} />
    {plan.dies.length > 0 ? (
      <ul className="facts">
        <li>
          <StatusGlyph kind="caution" />
          <span>
            Ends {plural(plan.dies.length, 'pod')}: <HostileText mono={false} text={plan.dies.join(', ')} />
          </span>
        </li>
      </ul>
    ) : null}
    {plan.survives.length > 0 ? (
      <ul className="facts">
        <li>
          <StatusGlyph kind="ok" />
          <span>
            Lives on: <HostileText mono={false} text={plan.survives.join(', ')} />
          </span>
        </li>
      </ul>
    ) : null}
    <div className="mt-2 grid gap-1.5">
      {plan.requests.map((request, index) => (
        <CodeBox
          key={`${request.verb} ${request.target}`}
          verb={`${index + 1} ${request.verb}`}
          target={request.target}
          lines={request.diff.filter(({ sign }) => sign !== ' ')}
        />
      ))}
    </div>
    {plan.blocked ? (
      <p className="mt-1 text-s2-fg">
        <HostileText mono={false} text={plan.blocked} />
      </p>
    ) : null}
    <p className="meta mt-1">
      <HostileText mono={false} text={plan.undo} />
    </p>
  </>
);
