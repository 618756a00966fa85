'use client';

import { type RefObject, useEffect, useState } from 'react';
import { SearchField } from '@/components/ui/field';

/** The address follows what is typed after this: each key would be a navigation, and letters would get lost in between. */
const SETTLE_MS = 180;

interface BoardSearchProps {
  field: RefObject<HTMLInputElement | null>;
  /** what the address asks for */
  asked: string;
  onAsk: (query: string) => void;
}

/** What is typed stands here at once, in the address a moment later. */
export function BoardSearch({ field, asked, onAsk }: BoardSearchProps) {
  const [typed, setTyped] = useState<string | null>(null); // null: nothing that the address does not say
  useEffect(() => {
    if (typed === null) return;
    if (typed === asked) return setTyped(null);
    const timer = setTimeout(() => onAsk(typed), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed, asked, onAsk]);
  const text = typed ?? asked;
  return (
    <SearchField
      ref={field}
      label="Search cases, notes, entries and artifact names"
      placeholder="Cases, notes, entries, artifact names"
      shortcut="/"
      maxLength={200}
      value={text}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (text) setTyped('');
        else event.currentTarget.blur();
      }}
      className="w-[300px] max-sm:w-full"
    />
  );
}
