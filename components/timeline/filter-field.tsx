'use client';

import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Icon } from '@/components/ui/glyphs';
import { Kbd } from '@/components/ui/kbd';
import { type Completion, complete, parse } from '@/lib/timeline/filter';
import type { TimelineFacts } from '@/lib/timeline/page';

interface FilterFieldProps {
  value: string;
  onChange: (filter: string) => void;
  facts: TimelineFacts;
  zone: string;
  field: RefObject<HTMLInputElement | null>;
  /** Enter, with nothing left to complete: the list takes the focus */
  onDone: () => void;
}

/** A filter asks the server: not for each letter, and later while a word may still become a key. */
const SETTLE_MS = 180;
const CHOOSING_MS = 700;

/** The filter, with what may stand at the caret, and what is wrong with it in words. The last one that can be read counts. */
export function FilterField({ value, onChange, facts, zone, field, onDone }: FilterFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  const [caret, setCaret] = useState(value.length);
  const [offering, setOffering] = useState(false);
  const [active, setActive] = useState(-1);
  const sent = useRef(value);
  const told = useRef(onChange);
  told.current = onChange;
  useEffect(() => {
    if (value === sent.current) return; // a chip or a link changed it
    sent.current = value;
    setTyped(value);
  }, [value]);
  const parsed = useMemo(() => parse(typed, { zone }), [typed, zone]);
  const readable = parsed.ok;
  const options = useMemo(() => (offering ? complete(typed, caret, facts) : []), [offering, typed, caret, facts]);
  const open = options.length > 0;
  useEffect(() => {
    if (!readable || typed === sent.current) return;
    const timer = setTimeout(
      () => {
        sent.current = typed;
        told.current(typed);
      },
      open && typed !== '' ? CHOOSING_MS : SETTLE_MS,
    );
    return () => clearTimeout(timer);
  }, [typed, readable, open]);

  const take = (option: Completion) => {
    const text = typed.slice(0, option.from) + option.insert + typed.slice(option.to).trimStart();
    const at = option.from + option.insert.length;
    setTyped(text);
    setCaret(at);
    setActive(-1);
    setOffering(true);
    requestAnimationFrame(() => field.current?.setSelectionRange(at, at));
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = options[active];
    if (move) {
      if (open) setActive((old) => (old + move + options.length) % options.length);
      else setOffering(true);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) take(chosen);
    else if (event.key === 'Enter') {
      setOffering(false);
      onDone();
    } else if (event.key === 'Escape') {
      if (open) setOffering(false);
      else if (typed !== '') setTyped('');
      else event.currentTarget.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="tl-filter">
      <div className="field" data-invalid={!readable || undefined}>
        <Icon name="search" small />
        <input
          ref={field}
          type="search"
          role="combobox"
          aria-label="Filter the timeline"
          aria-expanded={open}
          aria-controls={`${id}-options`}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={readable ? undefined : true}
          aria-describedby={readable ? undefined : `${id}-wrong`}
          autoComplete="off"
          spellCheck={false}
          placeholder="Search text, by:, pod:, verb:"
          maxLength={2_000}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setCaret(event.target.selectionStart ?? event.target.value.length);
            setActive(-1);
            setOffering(event.target.value !== '');
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onKeyDown={keys}
          onBlur={() => setOffering(false)}
        />
        {typed === '' ? (
          <Kbd>/</Kbd>
        ) : (
          <button type="button" className="tl-clear" aria-label="Clear filter" onClick={() => setTyped('')}>
            <Icon name="close" small />
          </button>
        )}
      </div>
      {parsed.ok ? null : (
        <p id={`${id}-wrong`} role="status" className="tl-filter-wrong">
          {parsed.words} Look at <b className="mono">{typed.slice(parsed.at, parsed.at + parsed.length)}</b>. The filter
          before it still counts.
        </p>
      )}
      {/* Chosen with the arrow keys in the field, or pressed: the options themselves take no focus. */}
      <div id={`${id}-options`} role="listbox" aria-label="Completions" className="layer tl-options" hidden={!open}>
        {options.map((option, index) => (
          <div
            key={option.label}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className="menu-item"
            data-selected={index === active}
            onPointerDown={(event) => {
              event.preventDefault();
              take(option);
            }}
          >
            <span className="mono">{option.label}</span>
            <span className="meta ml-auto">{option.hint}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
