'use client';

import { useRef, useState } from 'react';
import { addNote } from '@/app/actions/timeline';
import { useWhyNot } from '@/components/shell/room';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { HostileText } from '@/components/ui/hostile-text';
import { Kbd } from '@/components/ui/kbd';
import { ErrorNote } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { Failure } from '@/lib/failure';
import { understandTime } from '@/lib/timeline/note-time';

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What happened, and when: now unless another time is given. What is typed stays until the server has it. */
export function NoteForm({ caseId }: { caseId: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [when, setWhen] = useState('');
  const [timed, setTimed] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const why = useWhyNot('timeline.note');
  useShortcuts([{ keys: 'n', words: 'Add note', run: () => field.current?.focus() }]);
  const understood = timed && when.trim() !== '' ? understandTime(when, zone()) : null;
  const wrong = understood !== null && !understood.ok ? understood.words : null;

  const save = async () => {
    if (text.trim() === '' || wrong || busy) return;
    setBusy(true);
    try {
      const occurredAt = understood?.ok ? understood.at : new Date().toISOString();
      const result = await addNote({ caseId, occurredAt, text: text.trim() });
      setFailure(result.ok ? null : result.failure);
      if (result.ok) {
        setText('');
        setWhen('');
        setTimed(false);
      }
    } catch {
      setFailure({
        code: 'no-answer',
        title: 'Not saved',
        detail: 'Bulkhead did not answer. Your text is still here.',
        next: 'Try again.',
      });
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      className="grid flex-none gap-2 border-t border-line px-4 py-2.5"
      aria-label="Add note"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {failure ? <ErrorNote {...failure} /> : null}
      {timed ? (
        <div className="grid gap-1">
          <input
            className="field"
            aria-label="When it happened"
            placeholder="2026-11-25 03:04, or with Z or +01:00"
            value={when}
            onChange={(event) => setWhen(event.target.value)}
          />
          <p className="meta" role="status">
            {understood?.ok ? (
              <>
                Understood as <Time at={understood.at} />, {understood.words}
              </>
            ) : (
              (wrong ?? `Without Z or an offset it is taken as ${zone()}`)
            )}
          </p>
        </div>
      ) : null}
      <div className="flex items-start gap-2">
        <textarea
          ref={field}
          className="field min-h-(--hit) flex-1 resize-y"
          rows={1}
          maxLength={10_000}
          aria-label="What happened?"
          placeholder="What happened?"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey) {
              event.preventDefault();
              void save();
            }
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        <Button aria-expanded={timed} onClick={() => setTimed((on) => !on)}>
          {timed ? 'Now' : 'At…'}
        </Button>
        <Button
          type="submit"
          disabledReason={why ?? wrong ?? (text.trim() === '' ? 'Write what happened' : busy ? 'Being saved' : null)}
        >
          Add note <Kbd>n</Kbd>
        </Button>
      </div>
      {failure && text ? (
        <p className="sr-only">
          Kept: <HostileText text={text} />
        </p>
      ) : null}
    </form>
  );
}
