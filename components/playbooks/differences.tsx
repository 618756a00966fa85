'use client';

import { useState } from 'react';
import { CodeLines } from '@/components/ui/code-diff';
import { plural } from '@/components/ui/format';
import { Seg } from '@/components/ui/seg';
import { type Difference, diffPlaybooks } from '@/lib/playbooks/diff';
import type { Playbook } from '@/lib/playbooks/playbook';
import { lineDiff, wordDiff } from './word-diff';

const KIND: Record<Difference['kind'], string> = {
  added: 'Added',
  removed: 'Removed',
  changed: 'Changed',
  moved: 'Moved',
};
const OF = { playbook: 'Playbook', step: 'Step', criterion: 'Criterion' } as const;

interface DifferencesProps {
  before: Playbook;
  after: Playbook;
  /** what stands on each side: "version 2, in force" */
  names: readonly [before: string, after: string];
}

/** What differs between two texts, in words or in lines. */
export function Differences({ before, after, names }: DifferencesProps) {
  const [unit, setUnit] = useState<'words' | 'lines'>('words');
  const found = diffPlaybooks(before, after);
  return (
    <section className="grid gap-3 px-4 py-3" aria-label="Differences">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 text-fg-2">
          {found.length === 0 ? 'No difference' : plural(found.length, 'difference')} between {names[0]} and {names[1]}.
        </p>
        <Seg
          label="Differences in"
          value={unit}
          onChange={setUnit}
          options={[
            { value: 'words', label: 'Words' },
            { value: 'lines', label: 'Lines' },
          ]}
        />
      </div>
      <ol className="grid gap-3">
        {found.map((one) => (
          <li key={`${one.of.kind} ${one.of.key} ${one.field} ${one.kind}`} className="grid gap-1">
            <h3>
              {KIND[one.kind]}: {OF[one.of.kind]} {one.of.title}
              {one.field ? <span className="font-normal text-fg-3">, {one.field.toLowerCase()}</span> : null}
            </h3>
            {one.kind === 'moved' ? (
              <p className="text-fg-2">
                from {one.before} to {one.after}
              </p>
            ) : (
              <Changed before={one.before ?? ''} after={one.after ?? ''} unit={unit} />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

const Changed = ({ before, after, unit }: { before: string; after: string; unit: 'words' | 'lines' }) =>
  unit === 'lines' ? (
    <div className="code">
      <CodeLines lines={lineDiff(before, after)} />
    </div>
  ) : (
    <p className="code px-2.5 py-1.5 whitespace-pre-wrap wrap-anywhere">
      {wordDiff(before, after).map(({ sign, text }, index) => {
        // Parts have no identity of their own; the text is replaced as a whole.
        const key = `${index}:${text.length}`;
        if (sign === '+') return <ins key={key}>{text}</ins>;
        if (sign === '-') return <del key={key}>{text}</del>;
        return <span key={key}>{text}</span>;
      })}
    </p>
  );
