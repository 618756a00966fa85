'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { addComment, correctEntry } from '@/app/actions/timeline';
import { useDraft } from '@/components/drafts/use-draft';
import { getJson } from '@/components/get-json';
import { Button } from '@/components/ui/button';
import { Field, TextArea } from '@/components/ui/field';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { CaseView } from '@/lib/cases/case';
import { keys } from '@/lib/live/keys';
import type { TimelineEntry } from '@/lib/timeline/entry';
import { EntryWording, type Wording } from '@/lib/timeline/inputs';
import { understandTime } from '@/lib/timeline/note-time';
import { Conflict } from './conflict';
import { DraftWords } from './draft-words';
import { useSaving } from './use-saving';
import { useZone } from './zone';

interface CorrectFormProps {
  entry: TimelineEntry;
  view: CaseView;
  onDone: () => void;
}

/** Corrects a note. What it said before stays in its history; corrected meanwhile by somebody else, both texts stand here. */
export function CorrectForm({ entry, view, onDone }: CorrectFormProps) {
  const zone = useZone();
  const draft = useDraft({
    number: view.number,
    caseId: view.id,
    place: `entry:${entry.id}`,
    initial: { text: entry.sentence, version: entry.version },
  });
  const why = useDraft({ number: view.number, caseId: view.id, place: `entry-why:${entry.id}` });
  const [when, setWhen] = useState('');
  const [theirs, setTheirs] = useState<Wording | null>(null);
  const { save, failure, busy } = useSaving(view.id);
  const understood = when.trim() === '' ? null : understandTime(when, zone);
  const text = draft.text.trim();
  const reason = why.text.trim();
  const held = busy
    ? 'Being saved'
    : text === ''
      ? 'Write what happened'
      : reason.length < 3
        ? 'Say why, in a few words'
        : understood && !understood.ok
          ? understood.words
          : null;
  const end = () => {
    draft.discard();
    why.discard();
    onDone();
  };
  const store = async () => {
    if (held) return;
    const saved = await save(() =>
      correctEntry({
        caseId: view.id,
        entryId: entry.id,
        version: theirs?.version ?? draft.baseVersion ?? entry.version,
        text,
        occurredAt: understood?.ok ? understood.at : entry.occurredAt,
        reason,
      }),
    );
    if (saved?.state === 'conflict') setTheirs(saved.theirs);
    else if (saved) end();
  };
  const keepBoth = async () => {
    if (await save(() => addComment({ caseId: view.id, entryId: entry.id, text }))) end();
  };
  return (
    <form
      className="grid gap-2"
      aria-label="Correct this note"
      onSubmit={(event) => {
        event.preventDefault();
        void store();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone();
      }}
    >
      {theirs ? (
        <Conflict
          theirs={theirs}
          yours={text}
          keepBoth="Keep both: add mine as a comment"
          onKeepBoth={() => void keepBoth()}
        />
      ) : null}
      <TextArea
        label="What happened"
        rows={3}
        maxLength={10_000}
        value={draft.text}
        onChange={(event) => draft.setText(event.target.value)}
      />
      <Field
        label="When, if that was wrong too"
        placeholder={entry.occurredAt}
        value={when}
        onChange={(event) => setWhen(event.target.value)}
        hint={
          understood?.ok ? (
            <>
              Understood as <Time at={understood.at} />, {understood.words}
            </>
          ) : (
            (understood?.words ?? `Without Z or an offset it is taken as ${zone}`)
          )
        }
      />
      <Field
        label="Why"
        maxLength={500}
        value={why.text}
        onChange={(event) => why.setText(event.target.value)}
        hint="What it said before stays readable, with this reason."
      />
      <DraftWords draft={draft} />
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="flex gap-2">
        <Button type="submit" disabledReason={held}>
          {theirs ? 'Save mine; theirs stays in the history' : 'Save correction'}
        </Button>
        <Button look="quiet" onClick={end}>
          Drop changes
        </Button>
      </div>
    </form>
  );
}

/** What a corrected entry said before, newest first. */
export function EntryHistory({ entry, view }: Pick<CorrectFormProps, 'entry' | 'view'>) {
  const { data } = useQuery({
    queryKey: keys.timelineHistory(view.id, entry.id, entry.version),
    queryFn: ({ signal }) =>
      getJson(z.array(EntryWording), `/api/cases/${view.number}/timeline/entries/${entry.id}/history`, signal),
    enabled: entry.version > 1,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const earlier = data?.filter(({ version }) => version < entry.version) ?? [];
  if (earlier.length === 0) return null;
  return (
    <details className="tl-history">
      <summary>
        Corrected {entry.version - 1 === 1 ? 'once' : `${entry.version - 1} times`}: what it said before
      </summary>
      <ol className="grid gap-2 pt-2">
        {earlier.map(({ version, text, by, at, occurredAt, reason }) => (
          <li key={version}>
            <p className="meta">
              <b>{by}</b> wrote, <Time at={at} />, about <Time at={occurredAt} />
            </p>
            <p className="whitespace-pre-wrap text-fg-2">
              <HostileText mono={false} text={text} max={1_000} />
            </p>
            {reason ? (
              <p className="meta">
                Corrected because: <HostileText mono={false} text={reason} max={500} />
              </p>
            ) : null}
          </li>
        ))}
      </ol>
    </details>
  );
}
