'use client';

import { Chip } from '@/components/ui/chip';
import type { Playbook, Step } from '@/lib/playbooks/playbook';
import { AUTO_WORDS } from './edit';

/** A version as people read it. */
export const PlaybookTextView = ({ playbook }: { playbook: Playbook }) => (
  <div className="grid max-w-[96ch] gap-4 px-4 py-3">
    <p className="text-lead text-fg-2">{playbook.aim}</p>
    <ol className="grid gap-4">
      {playbook.steps.map((step, index) => (
        <StepText key={step.key} step={step} number={index + 1} />
      ))}
    </ol>
    <section aria-label="What ends this phase">
      <h3>What ends this phase</h3>
      <ul className="mt-1 grid gap-1">
        {playbook.criteria.map(({ key, words, auto }) => (
          <li key={key} className="flex flex-wrap items-center gap-x-3">
            <span>{words}</span>
            {auto ? <Chip>Bulkhead sees it: {AUTO_WORDS[auto]}</Chip> : null}
          </li>
        ))}
      </ul>
    </section>
  </div>
);

const StepText = ({ step, number }: { step: Step; number: number }) => (
  <li className="grid grid-cols-[28px_minmax(0,1fr)] border-t border-line pt-2">
    <span className="text-h3 font-semibold text-fg-3">{number}</span>
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="text-h3">{step.title}</h3>
        <span className="text-fg-3">{step.who}</span>
        {step.auto ? <Chip>Bulkhead does it: {AUTO_WORDS[step.auto]}</Chip> : null}
      </div>
      {step.why ? <p className="text-fg-2">{step.why}</p> : null}
      {step.commands.map(({ words, run }) => (
        <figure key={run} className="code">
          <figcaption className="code-h whitespace-normal">{words}</figcaption>
          <pre className="px-2.5 whitespace-pre-wrap wrap-anywhere">{run}</pre>
        </figure>
      ))}
      {step.instead ? (
        <p className="text-fg-2">
          <span className="text-s2-fg">Not</span> {step.instead.of}: {step.instead.because}
        </p>
      ) : null}
      <p>
        <span className="text-fg-3">Done when</span> {step.doneWhen}
      </p>
    </div>
  </li>
);
