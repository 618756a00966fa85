'use client';

import { Fragment, useState } from 'react';
import { cut } from '@/lib/text/bounded';
import { splitVisible } from '@/lib/text/visible';
import { countWords } from './format';

interface HostileTextProps {
  /** as it came from a cluster */
  text: string;
  /** characters shown at first; the rest on request */
  max?: number;
  /** a search: where it occurs is marked, without regard to case */
  find?: string;
  /** in the type of machine names; false in sentences */
  mono?: boolean;
  className?: string;
}

/** More than this is never put on a screen at once, whatever was asked for. */
const MOST = 20_000;

/** Text that someone else wrote: never markup, control characters shown as escapes, bidi isolated, bounded. */
export function HostileText({ text, max = 200, find = '', mono = true, className = '' }: HostileTextProps) {
  const [whole, setWhole] = useState(false);
  const shown = cut(text, whole ? MOST : max);
  const rest = text.length - shown.length;
  return (
    <bdi className={`hostile ${mono ? 'mono' : ''} ${className}`}>
      {splitVisible(shown).map((part, index) => (
        // Parts have no identity of their own; the text is replaced as a whole.
        <Fragment key={`${index}:${part.text.length}`}>
          {part.escape ? <span className="escape">{part.text}</span> : <Marked text={part.text} find={find} />}
        </Fragment>
      ))}
      {rest > 0 ? (
        <>
          {'… '}
          {whole ? (
            <span className="meta">{countWords(rest)} more characters; the artifact or kubectl has them</span>
          ) : (
            <button type="button" className="link font-sans" onClick={() => setWhole(true)}>
              {countWords(rest)} more
            </button>
          )}
        </>
      ) : null}
    </bdi>
  );
}

/** Where `find` occurs in `text`, as [from, to), without regard to case. */
export function occurrences(text: string, find: string): [number, number][] {
  const found: [number, number][] = [];
  if (find === '') return found;
  // Lower-casing can change a length (İ): then positions would be off, so nothing is marked.
  const haystack = text.toLowerCase();
  if (haystack.length !== text.length) return found;
  const needle = find.toLowerCase();
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + needle.length))
    found.push([at, at + needle.length]);
  return found;
}

function Marked({ text, find }: { text: string; find: string }) {
  const found = occurrences(text, find);
  if (found.length === 0) return text;
  const last = found.at(-1)?.[1] ?? 0;
  return (
    <>
      {found.map(([from, to], i) => (
        <Fragment key={from}>
          {text.slice(found[i - 1]?.[1] ?? 0, from)}
          <mark>{text.slice(from, to)}</mark>
        </Fragment>
      ))}
      {text.slice(last)}
    </>
  );
}
