'use client';

import { useId, useState } from 'react';
import { serverNow, Time } from '@/components/ui/time';
import { type Due, understandDue } from './due-time';

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

interface DueFieldProps {
  label: string;
  /** RFC 3339 as understood; '' when nothing is typed; null when what is typed is not understood */
  onDue: (at: string | null) => void;
  focused?: boolean;
}

/** When something is due, as people say it. How it was understood stands beside it before it is saved. */
export function DueField({ label, onDue, focused = false }: DueFieldProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [due, setDue] = useState<Due | null>(null);
  const type = (typed: string) => {
    setText(typed);
    const understood = typed.trim() === '' ? null : understandDue(typed, serverNow(), zone());
    setDue(understood);
    onDue(understood === null ? '' : understood.ok ? understood.at : null);
  };
  return (
    <span className="inline-grid">
      <input
        className="field w-[132px]"
        aria-label={label}
        aria-describedby={due ? id : undefined}
        aria-invalid={due?.ok === false || undefined}
        placeholder="30 min, 14:30"
        value={text}
        autoComplete="off"
        // It opens in the place of the button that was pressed.
        ref={focused ? (element) => element?.focus() : undefined}
        onChange={(event) => type(event.target.value)}
      />
      {due ? (
        <span id={id} role="status" className={`meta ${due.ok ? '' : 'text-s2-fg!'}`}>
          {due.ok ? (
            <>
              <Time at={due.at} />, {zone()}
            </>
          ) : (
            due.words
          )}
        </span>
      ) : null}
    </span>
  );
}
