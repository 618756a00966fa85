'use client';

import { type ReactNode, useId } from 'react';
import { useDraft } from '@/components/drafts/use-draft';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorNote } from '@/components/ui/states';
import type { ActionResult } from '@/lib/failure';
import { useSaving } from './use-saving';

interface AskDialogProps {
  number: number;
  caseId: string;
  title: string;
  label: string;
  hint: ReactNode;
  /** where what is typed is kept: Place of lib/drafts/draft.ts */
  place: string;
  /** verb and object: "Hide 3 entries" */
  submit: string;
  least: number;
  most: number;
  act: (text: string) => Promise<ActionResult<unknown>>;
  onClose: () => void;
  onDone: () => void;
}

/** Asks for one line, such as a reason, and does something with it. Closed half-way, what was typed is there next time. */
export function AskDialog(props: AskDialogProps) {
  const { number, caseId, title, label, hint, place, submit, least, most, act, onClose, onDone } = props;
  const id = useId();
  const draft = useDraft({ number, caseId, place });
  const { save, failure, busy } = useSaving(caseId);
  const text = draft.text.trim();
  const held = busy ? 'Being saved' : text.length < least ? `Takes ${least} characters or more` : null;
  const send = async () => {
    if (held) return;
    const done = await save(async () => {
      const result = await act(text);
      return result.ok ? { ok: true as const, value: true } : result;
    });
    if (!done) return;
    draft.discard();
    onDone();
  };
  return (
    <Dialog open onClose={onClose} title={title} className="w-[min(480px,calc(100vw-24px))]">
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className="grid gap-1">
          <label htmlFor={id} className="meta">
            {label}
          </label>
          <input
            id={id}
            data-first-focus
            className="field"
            maxLength={most}
            value={draft.text}
            onChange={(event) => draft.setText(event.target.value)}
            aria-describedby={`${id}-hint`}
          />
          <p id={`${id}-hint`} className="meta">
            {hint}
          </p>
        </div>
        {failure ? <ErrorNote {...failure} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="solid" type="submit" disabledReason={held}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
