'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { addNote } from '@/app/actions/timeline';
import { type Draft, useDraft } from '@/components/drafts/use-draft';
import { useRoom, useWhyNot } from '@/components/shell/room';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { ErrorNote } from '@/components/ui/states';
import { serverNow, Time } from '@/components/ui/time';
import { keys } from '@/lib/live/keys';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { type UnderstoodTime, understandTime } from '@/lib/timeline/note-time';
import type { TimelinePages } from '@/lib/timeline/pages';
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
  const { save, failure, busy, forget } = useSaving(caseId);
  const client = useQueryClient();
  const me = useRoom().person;
  const sent = useRef<{ text: string; occurredAt: string } | null>(null);
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
    const given = understood?.ok ? understood.at : null;
    // When no answer came it may have been saved all the same: then it is in the timeline, and is not sent twice.
    const again = failure?.code === 'no-answer' && sent.current?.text === text ? sent.current : null;
    const occurredAt = given ?? again?.occurredAt ?? new Date(serverNow()).toISOString();
    sent.current = { text, occurredAt };
    const there = again ? noteIn(client, caseId, { text, occurredAt, by: me.name }) : undefined;
    const entry = there ?? (await save(() => addNote({ caseId, occurredAt, text })));
    if (!entry) return;
    forget();
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

/** A note among the entries that this browser has. */
function noteIn(
  client: QueryClient,
  caseId: string,
  note: { text: string; occurredAt: string; by: string },
): TimelineEntry | undefined {
  return client
    .getQueriesData<TimelinePages>({ queryKey: [...keys.timeline(caseId), 'pages'] })
    .flatMap(([, held]) => held?.pages ?? [])
    .flatMap(({ entries }) => entries)
    .find(
      ({ source, sentence, by, occurredAt }) =>
        source === 'person' && sentence === note.text && by === note.by && occurredAt === note.occurredAt,
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
