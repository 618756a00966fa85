'use client';

import { Fragment, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/field';
import { Icon, StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { useUrlState } from '@/components/url-state';
import type { ChecklistStepView } from '@/lib/playbooks/checklist';
import { type Filled, fill, type Subject } from '@/lib/playbooks/fill';
import { visible } from '@/lib/text/visible';

/** Suspects whose lines are shown without choosing one. */
const MOST = 3;

/** The commands of a step for people who prefer a terminal, with the names of each suspect, or of the one that is chosen. */
export function FilledCommands({ step, subjects }: { step: ChecklistStepView; subjects: readonly Subject[] }) {
  const [about, setAbout] = useUrlState('about');
  const [copied, setCopied] = useState<{ run: string; ok: boolean } | null>(null);
  if (step.commands.length === 0) return null;
  const chosen = subjects.filter(({ title }) => title === about);
  const shown = chosen.length > 0 ? chosen : subjects.slice(0, MOST);
  const copy = (run: string) =>
    void Promise.resolve()
      .then(() => navigator.clipboard.writeText(run))
      .then(
        () => setCopied({ run, ok: true }),
        () => setCopied({ run, ok: false }), // no clipboard on plain http: it can be selected
      );
  return (
    <section aria-label="In a terminal" className="grid gap-2">
      <div className="flex flex-wrap items-end gap-3">
        <h3 className="flex-1">{step.auto ? 'By hand, in a terminal' : 'In a terminal'}</h3>
        {subjects.length > 1 ? (
          <Select label="For suspect" value={chosen[0]?.title ?? ''} onChange={(event) => setAbout(event.target.value)}>
            <option value="">
              {subjects.length > MOST ? `the first ${MOST} of ${subjects.length}` : 'each of them'}
            </option>
            {subjects.map(({ title }) => (
              <option key={title} value={title}>
                {visible(title)}
              </option>
            ))}
          </Select>
        ) : null}
      </div>
      {step.commands.map(({ words, run }) => {
        const lines = fill(run, shown);
        const possible = lines.filter(({ missing }) => missing.length === 0);
        return (
          <div key={`${words}\n${run}`}>
            <p className="meta">
              <HostileText mono={false} text={words} max={300} />
            </p>
            {possible.map((line) => (
              <Line key={line.run} line={line} all={shown.length} copied={copied} onCopy={copy} />
            ))}
            {possible.length === 0 ? lines.slice(0, 1).map((line) => <Missing key={run} line={line} />) : null}
          </div>
        );
      })}
    </section>
  );
}

interface LineProps {
  line: Filled;
  all: number;
  copied: { run: string; ok: boolean } | null;
  onCopy: (run: string) => void;
}

function Line({ line, all, copied, onCopy }: LineProps) {
  const just = copied?.run === line.run ? copied : null;
  return (
    <div className="code mt-1">
      {all > 1 && line.about.length === 1 ? (
        <div className="code-h">
          <HostileText text={line.about[0] ?? ''} />
        </div>
      ) : null}
      <div className="flex items-start gap-1">
        <pre className="min-w-0 flex-1 px-2.5 py-1.5 whitespace-pre-wrap wrap-anywhere">
          {line.run.split(' ').map((word, index) => (
            // Words have no identity of their own; the line is replaced as a whole.
            <Fragment key={`${index}:${word.length}`}>
              {index > 0 ? ' ' : ''}
              <HostileText text={word} max={2000} className="inline-block max-w-full" />
            </Fragment>
          ))}
        </pre>
        <Button
          look="quiet"
          aria-label={`Copy ${visible(line.run).slice(0, 60)}`}
          className="flex-none"
          onClick={() => onCopy(line.run)}
        >
          <Icon name={just?.ok ? 'tick' : 'copy'} small />
          {just ? (just.ok ? 'Copied' : 'Select it') : 'Copy'}
        </Button>
      </div>
      <span role="status" className="sr-only">
        {just?.ok ? 'Copied' : just ? 'The browser does not let Bulkhead copy: select the text' : ''}
      </span>
    </div>
  );
}

/** No broken command is printed: what this case does not have is named instead. */
function Missing({ line }: { line: Filled }) {
  return (
    <p className="flex items-center gap-1.5 text-meta text-s4-fg">
      <StatusGlyph kind="unknown" size={13} />
      <span>
        Needs {line.missing.join(', ')}:{' '}
        {line.about.length > 0 ? (
          <>
            <HostileText text={line.about[0] ?? ''} /> {line.about.length > 1 ? 'and others have' : 'has'} none
          </>
        ) : (
          'this case names no suspect'
        )}
      </span>
    </p>
  );
}
