'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { SearchField } from '@/components/ui/field';
import { countWords, plural } from '@/components/ui/format';
import { HostileText } from '@/components/ui/hostile-text';
import { keyboardScroll } from '@/components/ui/scroll';

/** So many lines are drawn at first: a manifest with managed fields and large annotations is longer than anyone reads. */
const FIRST = 400;

/** The pod as the API server has it, values that may be secret masked. */
export function Manifest({ yaml, name }: { yaml: string; name: string }) {
  const [find, setFind] = useState('');
  const [all, setAll] = useState(false);
  const wanted = useDeferredValue(find.trim());
  const lines = useMemo(() => yaml.split('\n').map((text, index) => ({ text, number: index + 1 })), [yaml]);
  const found = useMemo(
    () => (wanted === '' ? lines : lines.filter(({ text }) => text.toLowerCase().includes(wanted.toLowerCase()))),
    [lines, wanted],
  );
  const shown = all ? found : found.slice(0, FIRST);
  return (
    <>
      <div className="flex flex-none items-center gap-3 border-b border-line px-4 py-2">
        <SearchField
          label={`Search the manifest of ${name}`}
          placeholder="Search"
          className="w-[280px] max-sm:w-full"
          value={find}
          onChange={(event) => setFind(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setFind('')}
          found={wanted === '' ? undefined : plural(found.length, 'line')}
        />
        <span className="meta">Values that may be secret are masked. The capture keeps the whole manifest.</span>
      </div>
      <section className="min-h-0 flex-1 overflow-auto bg-well py-2" aria-label="Manifest" {...keyboardScroll}>
        <ol>
          {shown.map(({ text, number }) => (
            <li key={number} className="grid grid-cols-[52px_minmax(0,1fr)] gap-2 leading-[18px]">
              <span className="mono text-right text-fg-3" aria-hidden="true">
                {number}
              </span>
              <HostileText text={text} max={400} find={wanted} className="whitespace-pre-wrap" />
            </li>
          ))}
        </ol>
        {found.length > shown.length ? (
          <p className="px-4 py-2">
            <Button onClick={() => setAll(true)}>Show {countWords(found.length - shown.length)} more lines</Button>
          </p>
        ) : null}
      </section>
    </>
  );
}
