'use client';

import { type FormEvent, useState } from 'react';
import { publishDraft, reviewPlaybook } from '@/app/actions/playbooks';
import { dateField, endOfDay } from '@/components/readiness/words';
import { Button } from '@/components/ui/button';
import { Field, TextArea } from '@/components/ui/field';
import { ErrorNote } from '@/components/ui/states';
import { serverNow } from '@/components/ui/time';
import { useSend } from '@/components/use-send';
import { keys } from '@/lib/live/keys';
import { type PlaybookSummary, type PlaybookVersionView, REVIEW_HOLDS_DAYS } from '@/lib/playbooks/versions';

const useNextReview = () => {
  const [due, setDue] = useState(() => dateField(serverNow(), REVIEW_HOLDS_DAYS));
  const field = (
    <Field
      label="Next review"
      type="date"
      required
      min={dateField(serverNow(), 1)}
      value={due}
      onChange={(event) => setDue(event.target.value)}
      hint={`A review holds for ${REVIEW_HOLDS_DAYS} days at most.`}
    />
  );
  return { due: endOfDay(due), field };
};

interface PublishFormProps {
  draft: PlaybookVersionView;
  whyNot: string | null;
  onDone: () => void;
}

/** Puts a draft in force, with what changed and why. */
export function PublishForm({ draft: { phase, edition, version }, whyNot, onDone }: PublishFormProps) {
  const { send, sending, failure } = useSend(keys.playbooks());
  const { due, field } = useNextReview();
  const [note, setNote] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(() => publishDraft({ phase, edition, changeNote: note, nextDueAt: due }), onDone);
  };
  const missing = note.trim().length < 3 ? 'Say what changed and why' : null;
  return (
    <form className="note-form" aria-label={`Publish version ${version}`} onSubmit={submit}>
      <TextArea
        label="What changed and why, for those who use it"
        rows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {field}
      {failure ? <ErrorNote {...failure} /> : null}
      <div>
        <Button
          type="submit"
          look="solid"
          disabledReason={whyNot ?? missing ?? (sending ? 'It is being published' : null)}
        >
          Publish version {version}
        </Button>
      </div>
    </form>
  );
}

interface ReviewFormProps {
  summary: PlaybookSummary;
  whyNot: string | null;
  onDone: () => void;
}

/** Says that the version in force was read and found right. */
export function ReviewForm({ summary: { phase, current }, whyNot, onDone }: ReviewFormProps) {
  const { send, sending, failure } = useSend(keys.playbooks());
  const { due, field } = useNextReview();
  const [note, setNote] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(() => reviewPlaybook({ phase, version: current.version, nextDueAt: due, note }), onDone);
  };
  return (
    <form className="note-form" aria-label={`Review version ${current.version}`} onSubmit={submit}>
      <TextArea
        label="Note: what you looked at, where it was tried"
        rows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {field}
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="flex gap-2">
        <Button type="submit" look="solid" disabledReason={whyNot ?? (sending ? 'It is being kept' : null)}>
          I have read version {current.version} and found it right
        </Button>
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
