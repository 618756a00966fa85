'use client';

import { useEffect, useRef, useState } from 'react';
import { addComment, editComment, removeComment } from '@/app/actions/timeline';
import { useDraft } from '@/components/drafts/use-draft';
import { useRoom, useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { HostileText } from '@/components/ui/hostile-text';
import { Kbd } from '@/components/ui/kbd';
import { ErrorNote } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { CaseView } from '@/lib/cases/case';
import type { AnnotationView } from '@/lib/timeline/annotation';
import type { TimelineEntry } from '@/lib/timeline/entry';
import type { Wording } from '@/lib/timeline/inputs';
import { Conflict } from './conflict';
import { DraftWords } from './draft-words';
import { useSaving } from './use-saving';

interface CommentsProps {
  entry: TimelineEntry;
  view: CaseView;
  frozen: string | null;
}

export function Comments({ entry, view, frozen }: CommentsProps) {
  const comments = entry.annotations.filter(({ kind }) => kind === 'comment');
  return (
    <ol className="grid gap-3 empty:hidden" aria-label="Comments">
      {comments.map((comment) => (
        <Comment key={comment.id} comment={comment} entry={entry} view={view} frozen={frozen} />
      ))}
    </ol>
  );
}

function Comment({ comment, entry, view, frozen }: CommentsProps & { comment: AnnotationView }) {
  const me = useRoom().person.id;
  const [editing, setEditing] = useState(false);
  const { save, failure } = useSaving(view.id);
  const own = comment.by.id === me && frozen === null;
  return (
    <li>
      <div className="flex flex-wrap items-baseline gap-x-2">
        <b>{comment.by.name}</b>
        <span className="text-fg-3">
          <Time at={comment.createdAt} />
          {comment.editedAt ? (
            <>
              , edited <Time at={comment.editedAt} />
            </>
          ) : null}
        </span>
        <span className="flex-1" />
        {own && !editing ? (
          <>
            <button type="button" className="link" onClick={() => setEditing(true)}>
              Edit
            </button>
            <button
              type="button"
              className="link"
              onClick={() => void save(() => removeComment({ caseId: view.id, annotationId: comment.id }))}
            >
              Take back
            </button>
          </>
        ) : null}
      </div>
      {failure ? <ErrorNote {...failure} /> : null}
      {editing ? (
        <EditComment comment={comment} entry={entry} view={view} onDone={() => setEditing(false)} />
      ) : (
        <p className="whitespace-pre-wrap">
          <HostileText mono={false} text={comment.value} max={2_000} />
        </p>
      )}
    </li>
  );
}

/** Changes one's own comment. If it changed meanwhile, both texts stand here, and none is lost. */
function EditComment({
  comment,
  entry,
  view,
  onDone,
}: Pick<CommentsProps, 'entry' | 'view'> & { comment: AnnotationView; onDone: () => void }) {
  const draft = useDraft({
    number: view.number,
    caseId: view.id,
    place: `edit:${comment.id}`,
    initial: { text: comment.value, version: comment.version },
  });
  const { save, failure, busy } = useSaving(view.id);
  const [theirs, setTheirs] = useState<Wording | null>(null);
  const text = draft.text.trim();
  const end = () => {
    draft.discard();
    onDone();
  };
  const store = async (version: number) => {
    const saved = await save(() => editComment({ caseId: view.id, annotationId: comment.id, version, text }));
    if (saved?.state === 'conflict') setTheirs(saved.theirs);
    else if (saved) end();
  };
  const keepBoth = async () => {
    if (await save(() => addComment({ caseId: view.id, entryId: entry.id, text }))) end();
  };
  return (
    <form
      className="grid gap-2"
      aria-label="Edit comment"
      onSubmit={(event) => {
        event.preventDefault();
        void store(theirs?.version ?? draft.baseVersion ?? comment.version);
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
      <textarea
        className="field"
        rows={3}
        maxLength={10_000}
        aria-label="Comment"
        value={draft.text}
        onChange={(event) => draft.setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
      <DraftWords draft={draft} />
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="flex gap-2">
        <Button type="submit" disabledReason={busy ? 'Being saved' : text === '' ? 'Write something' : null}>
          {theirs ? 'Save mine over it' : 'Save comment'}
        </Button>
        <Button look="quiet" onClick={end}>
          Drop changes
        </Button>
      </div>
    </form>
  );
}

interface CommentFormProps extends CommentsProps {
  /** grows each time the field is to take the focus */
  focus: number;
}

/** Always at the foot of an open entry. What is typed is kept for this entry until it is a comment. */
export function CommentForm({ entry, view, frozen, focus }: CommentFormProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft({ number: view.number, caseId: view.id, place: `comment:${entry.id}` });
  const { save, failure, busy } = useSaving(view.id);
  const why = useWhyNot('timeline.annotate') ?? frozen;
  const text = draft.text.trim();
  const held = why ?? (busy ? 'Being saved' : text === '' ? 'Write something' : null);
  useEffect(() => {
    if (focus > 0) field.current?.focus();
  }, [focus]);
  const send = async () => {
    if (held) return;
    if (await save(() => addComment({ caseId: view.id, entryId: entry.id, text }))) draft.discard();
  };
  return (
    <form
      className="tl-comment-form"
      aria-label="Add comment"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {failure ? <ErrorNote {...failure} action={<Button onClick={() => void send()}>Try again</Button>} /> : null}
      <div className="flex items-start gap-2">
        <textarea
          ref={field}
          className="field min-h-(--hit) flex-1 resize-y"
          rows={1}
          maxLength={10_000}
          aria-label="Comment on this entry"
          placeholder="Comment on this entry"
          value={draft.text}
          onChange={(event) => draft.setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault();
              void send();
            }
            if (event.key === 'Escape') {
              event.stopPropagation();
              event.currentTarget.blur();
            }
          }}
        />
        <Button type="submit" disabledReason={held}>
          Comment <Kbd>e</Kbd>
        </Button>
      </div>
      <DraftWords draft={draft} />
    </form>
  );
}
