'use client';

import { useEffect, useRef, useState } from 'react';
import { addNote } from '@/app/actions/timeline';
import { type Draft, useDraft } from '@/components/drafts/use-draft';
import { useWhyNot } from '@/components/shell/room';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { ErrorNote } from '@/components/ui/states';
import { serverNow, Time } from '@/components/ui/time';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { type UnderstoodTime, understandTime } from '@/lib/timeline/note-time';
import { DraftWords } from './draft-words';
import { useSaving } from './use-saving';
import { useZone } from './zone';

interface NoteFormProps {
  number: number;
  caseId: string;
  /** in words; null: the case is open */
  closedAt?: string | null;
  /** leaves the field: Esc */
  onLeave?: () => void;
  onAdded?: (entry: TimelineEntry) => void;
  /** grows each time the field is to take the focus */
  focus?: number;
  /** 'n' is this form's own */
  shortcut?: boolean;
  /** folded it is out of sight, unless something was typed that is not saved */
  folded?: boolean;
}

/** What happened, and when: now unless another time is given. What is typed is kept until the server has it as a note. */
export function NoteForm({
  number,
  caseId,
  closedAt = null,
  onLeave,
  onAdded,
  focus = 0,
  shortcut = true,
  folded = false,
}: NoteFormProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const note = useDraft({ number, caseId, place: 'note' });
  const when = useDraft({ number, caseId, place: 'note-time' });
  const [asked, setAsked] = useState(false);
  const timed = asked || when.text.trim() !== '';
  const zone = useZone();
  const { save, failure, busy } = useSaving(caseId);
  const why =
    useWhyNot('timeline.note') ?? (closedAt ? 'The case is closed: it is frozen until it is reopened.' : null);
  useShortcuts(shortcut ? [{ keys: 'n', words: 'Add note', run: () => field.current?.focus() }] : []);
  useEffect(() => {
    if (focus > 0) field.current?.focus();
  }, [focus]);
  const understood = timed && when.text.trim() !== '' ? understandTime(when.text, zone) : null;
  const wrong = understood !== null && !understood.ok ? understood.words : null;
  const text = note.text.trim();
  const held = why ?? wrong ?? (text === '' ? 'Write what happened' : busy ? 'Being saved' : null);

  const send = async () => {
    if (held) return;
    const occurredAt = understood?.ok ? understood.at : new Date(serverNow()).toISOString();
    const entry = await save(() => addNote({ caseId, occurredAt, text }));
    if (!entry) return;
    note.discard();
    when.discard();
    setAsked(false);
    onAdded?.(entry);
  };

  if (folded && note.text === '' && !failure) return null;
  return (
    <form
      className="tl-note-form"
      aria-label="Add note"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {failure ? <ErrorNote {...failure} action={<Button onClick={() => void send()}>Try again</Button>} /> : null}
      {timed ? <WhenField when={when} understood={understood} wrong={wrong} zone={zone} /> : null}
      <div className="flex items-start gap-2">
        <textarea
          ref={field}
          className="field min-h-(--hit) flex-1 resize-y"
          rows={1}
          maxLength={10_000}
          aria-label="What happened?"
          placeholder="What happened?"
          value={note.text}
          onChange={(event) => note.setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault();
              void send();
            }
            if (event.key !== 'Escape') return;
            event.currentTarget.blur();
            onLeave?.();
          }}
        />
        <Button
          aria-expanded={timed}
          onClick={() => {
            if (timed) when.discard();
            setAsked(!timed);
          }}
        >
          {timed ? 'Now' : 'At…'}
        </Button>
        <Button type="submit" disabledReason={held}>
          Add note {shortcut ? <Kbd>n</Kbd> : <Kbd>Enter</Kbd>}
        </Button>
      </div>
      {note.saved === 'here' || note.saved === 'server' || note.others.length > 0 || note.elsewhere !== null ? (
        <DraftWords draft={note} />
      ) : null}
    </form>
  );
}

function WhenField({
  when,
  understood,
  wrong,
  zone,
}: {
  when: Draft;
  understood: UnderstoodTime | null;
  wrong: string | null;
  zone: string;
}) {
  return (
    <div className="grid gap-1">
      <input
        className="field"
        aria-label="When it happened"
        aria-invalid={wrong ? true : undefined}
        placeholder="2026-11-25 03:04, or with Z or +01:00"
        value={when.text}
        onChange={(event) => when.setText(event.target.value)}
      />
      <p className={`meta ${wrong ? 'text-s2-fg' : ''}`} role="status">
        {understood?.ok ? (
          <>
            Understood as <Time at={understood.at} />, {understood.words}
          </>
        ) : (
          (wrong ?? `Without Z or an offset it is taken as ${zone}`)
        )}
      </p>
    </div>
  );
}
