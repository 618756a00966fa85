'use client';

import { useState } from 'react';
import { offerCommand, takeCommand } from '@/app/actions/cases';
import { useDraft } from '@/components/drafts/use-draft';
import { useRoom } from '@/components/shell/room';
import { Select, TextArea } from '@/components/ui/field';
import { plural } from '@/components/ui/format';
import { may } from '@/lib/auth/permissions';
import type { CaseView } from '@/lib/cases/case';
import { FormDialog } from './form-dialog';
import { ReasonField, reasonLacks } from './reason-field';
import { useAct } from './use-act';
import { active, usePeople } from './use-people';

interface CommandDialogProps {
  view: CaseView;
  open: boolean;
  onClose: () => void;
}

/** Offers the command to somebody. It changes hands when they accept; until then it can be withdrawn. */
export function HandOverDialog({ view, open, onClose }: CommandDialogProps) {
  const me = useRoom().person.id;
  const others = active(usePeople(open)).filter(({ id }) => id !== me);
  const able = others.filter(({ role }) => may(role, 'case.command'));
  const [to, setTo] = useState('');
  const {
    text: note,
    setText: setNote,
    discard,
  } = useDraft({
    number: view.number,
    caseId: view.id,
    place: 'hand-over',
  });
  const { act, busy, failure } = useAct();
  const chosen = able.find(({ id }) => id === to);
  const unable = others.length - able.length;
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={`Hand over the command of case ${view.number}`}
      submit={chosen ? `Offer the command to ${chosen.name}` : 'Offer the command'}
      cancel="Keep the command"
      busy={busy}
      held={chosen ? null : 'Choose who'}
      failure={failure}
      onSubmit={async () => {
        if (!(await act(() => offerCommand({ caseId: view.id, toId: to, note: note.trim() })))) return;
        discard();
        setTo('');
        onClose();
      }}
    >
      <p className="text-fg-2">You command until the offer is accepted, and can withdraw it until then.</p>
      <Select
        label="To"
        value={to}
        data-first-focus
        onChange={(event) => setTo(event.target.value)}
        hint={
          able.length === 0
            ? 'Nobody else has the role commander. A commander can invite somebody in Settings.'
            : unable > 0
              ? `${plural(unable, 'more person', 'more people')} cannot take it: it needs the role commander.`
              : undefined
        }
      >
        <option value="">Choose</option>
        {able.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <TextArea
        label="What they must know"
        rows={4}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </FormDialog>
  );
}

/** Takes the command without an offer: for when who commands does not answer. */
export function TakeCommandDialog({ view, open, onClose }: CommandDialogProps) {
  const [reason, setReason] = useState('');
  const { act, busy, failure } = useAct();
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={`Take the command of case ${view.number}`}
      submit="Take the command"
      cancel={`Leave it to ${view.commander.name}`}
      busy={busy}
      held={reasonLacks(reason)}
      failure={failure}
      onSubmit={async () => {
        if (await act(() => takeCommand({ caseId: view.id, fromId: view.commander.id, reason: reason.trim() })))
          onClose();
      }}
    >
      <p className="text-fg-2">
        {view.commander.name} commands now and is told. It stands on the timeline with your reason.
      </p>
      <ReasonField value={reason} onChange={setReason} first />
    </FormDialog>
  );
}
