'use client';

import { useState } from 'react';
import { overrideGate } from '@/app/actions/containment';
import { useWhyNot } from '@/components/shell/room';
import { ArmButton } from '@/components/ui/arm-button';
import { Button } from '@/components/ui/button';
import { TextArea } from '@/components/ui/field';
import { Gate } from '@/components/ui/gate';
import { HostileText } from '@/components/ui/hostile-text';
import { Kbd } from '@/components/ui/kbd';
import { ErrorNote } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { CaseView } from '@/lib/cases/case';
import { type GateView, MIN_REASON } from '@/lib/containment/step';
import type { Failure } from '@/lib/failure';

const BEFORE: Record<GateView['kind'], string> = { capture: 'capture', scaleToZero: 'scale to zero' };

/** The wall between two steps: what it waits for, and for a commander the way past it, for good on the record. */
export function GateRow({ view, suspectId, gate }: { view: CaseView; suspectId: string; gate: GateView }) {
  const [open, setOpen] = useState(false);
  const why = useWhyNot('containment.override');
  const label = `Gate before ${BEFORE[gate.kind]}`;
  return (
    <>
      <Gate
        state={gate.state}
        label={label}
        action={
          gate.state === 'closed' ? (
            <Button
              look="quiet"
              className="underline underline-offset-3"
              aria-expanded={open}
              disabledReason={why}
              onClick={() => setOpen(true)}
            >
              Override with a reason
            </Button>
          ) : null
        }
      >
        {gate.override ? (
          <>
            {gate.override.by}, <Time at={gate.override.at} />: “
            <HostileText mono={false} text={gate.override.reason} />”
          </>
        ) : (
          <HostileText mono={false} text={gate.words} />
        )}
      </Gate>
      {open && gate.state === 'closed' ? (
        <Override view={view} suspectId={suspectId} gate={gate} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}

function Override({
  view,
  suspectId,
  gate,
  onClose,
}: {
  view: CaseView;
  suspectId: string;
  gate: GateView;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const missing = MIN_REASON - reason.trim().length;
  const override = async () => {
    setBusy(true);
    const result = await overrideGate({ caseId: view.id, suspectId, gate: gate.kind, reason: reason.trim() });
    setBusy(false);
    if (result.ok) onClose();
    else setFailure(result.failure);
  };
  return (
    <form
      className="m-4 grid max-w-[640px] gap-2 rounded-(--r-2) border border-s2-fg p-3"
      aria-label={`Override the gate before ${BEFORE[gate.kind]}`}
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <h3>Pass the gate before {BEFORE[gate.kind]}?</h3>
      <p className="text-fg-2">
        <HostileText mono={false} text={gate.loses} />
      </p>
      <TextArea
        label="Reason, kept for good and shown to all"
        rows={2}
        maxLength={2000}
        autoFocus
        value={reason}
        hint={missing > 0 ? `${missing} more characters` : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="flex gap-3">
        <ArmButton
          armedWords="Press again to override"
          onSend={() => void override()}
          busyWords={busy ? 'Recording' : null}
          disabledReason={missing > 0 ? `The reason needs ${missing} more characters` : null}
          big={false}
          writes={false}
        >
          Override as commander
        </ArmButton>
        <Button look="quiet" onClick={onClose}>
          Keep the gate closed <Kbd>Esc</Kbd>
        </Button>
      </div>
    </form>
  );
}
