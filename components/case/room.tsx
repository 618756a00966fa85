'use client';

import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { TimelineAside } from '@/components/timeline/timeline-aside';
import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote, Loading } from '@/components/ui/states';
import type { CaseView, SuspectView } from '@/lib/cases/case';
import type { ContainmentView, GateKind, StepKind, StepView } from '@/lib/containment/step';
import { CaptureStep } from './capture-step';
import { CRITERION } from './criteria-form';
import { GateRow } from './gate-row';
import { PHASE_NAME } from './phases';
import { PhoneRoom } from './phone-room';
import { QuarantineStep } from './quarantine-step';
import { ScaleStep } from './scale-step';
import { SuspectStrip } from './suspect-strip';
import { useCase, useChecklist, useContainment } from './use-case';
import { usePhone } from './use-phone';
import { isQuarantined } from './waiting';

/** The containment playbook of one suspect at a time: three steps in their order, with the gates between them. */
export function Room({ number, initial, phone }: { number: number; initial: CaseView; phone: boolean }) {
  const { data: view = initial } = useCase(number, initial);
  const asked = useSearchParams();
  return usePhone(phone) && asked.get('steps') !== 'all' ? (
    <PhoneRoom view={view} />
  ) : (
    <Steps view={view} wanted={asked.get('suspect')} />
  );
}

function Steps({ view, wanted }: { view: CaseView; wanted: string | null }) {
  const { number } = view;
  const containment = useContainment(number, view.id);
  const suspect = view.suspectList.find(({ id }) => id === wanted) ?? view.suspectList[0];
  const steps = containment.data?.find(({ suspectId }) => suspectId === suspect?.id);
  return (
    <div className="room-split">
      <div className="pane">
        {view.suspectList.length > 1 ? <SuspectChoice view={view} current={suspect?.id} /> : null}
        {suspect ? (
          <SuspectStrip suspect={suspect} />
        ) : (
          <ErrorNote title="This case has no suspect" next="Add one in triage." />
        )}
        {suspect && steps ? (
          <Playbook view={view} suspect={suspect} containment={steps} />
        ) : containment.error ? (
          <ErrorNote title={containment.error.message} detail="The case and its timeline are still current." />
        ) : suspect ? (
          <Loading words="Reading the steps of this suspect" />
        ) : null}
      </div>
      <TimelineAside number={number} caseId={view.id} detectedAt={view.detectedAt} closedAt={view.closedAt} />
    </div>
  );
}

function SuspectChoice({ view, current }: { view: CaseView; current: string | undefined }) {
  return (
    <nav className="tabs flex-none border-b border-line" aria-label="Suspects">
      {view.suspectList.map((suspect) => (
        <Link
          key={suspect.id}
          href={`?suspect=${suspect.id}`}
          aria-current={suspect.id === current ? 'page' : undefined}
          className="mono"
          scroll={false}
        >
          {suspect.namespace}/{suspect.podName}
        </Link>
      ))}
    </nav>
  );
}

export interface StepProps {
  view: CaseView;
  suspect: SuspectView;
  step: StepView;
  /** the gate before this step; null: none */
  gateOpen: boolean;
  /** the next thing to do: it may carry the one solid button */
  next: boolean;
}

function Playbook({
  view,
  suspect,
  containment,
}: {
  view: CaseView;
  suspect: SuspectView;
  containment: ContainmentView;
}) {
  const stepOf = (kind: StepKind) => containment.steps.find(({ step }) => step === kind);
  const gateOf = (kind: GateKind) => containment.gates.find((gate) => gate.kind === kind);
  const isOpen = (kind: GateKind) => gateOf(kind)?.state !== 'closed';
  const [quarantine, capture, scale] = [stepOf('quarantine'), stepOf('capture'), stepOf('scaleToZero')];
  if (!quarantine || !capture || !scale)
    return (
      <ErrorNote
        title="The server sent this suspect without its three steps"
        next="Reload. If it stays so, the server is of another version."
      />
    );
  const done = {
    quarantine: isQuarantined(quarantine),
    capture: capture.run?.state === 'succeeded',
    scale: scale.run?.state === 'succeeded',
  };
  const captureGate = gateOf('capture');
  const scaleGate = gateOf('scaleToZero');
  const common = { view, suspect };
  const captureNext = isOpen('capture') && !isOpen('scaleToZero');
  return (
    <>
      <QuarantineStep {...common} step={quarantine} gateOpen next={!done.quarantine && !captureNext} />
      {captureGate ? <GateRow view={view} suspectId={suspect.id} gate={captureGate} /> : null}
      <CaptureStep {...common} step={capture} gateOpen={isOpen('capture')} next={captureNext} />
      {scaleGate ? <GateRow view={view} suspectId={suspect.id} gate={scaleGate} /> : null}
      <ScaleStep
        {...common}
        step={scale}
        gateOpen={isOpen('scaleToZero')}
        next={isOpen('scaleToZero') && !done.scale}
      />
      <Criteria view={view} />
    </>
  );
}

/** What ends the phase that the case is in, as its checklist stands. */
function Criteria({ view }: { view: CaseView }) {
  const { data } = useChecklist(view.number, view.id);
  const criteria = data?.phases.find(({ phase }) => phase === view.phase)?.criteria ?? [];
  return (
    <div className="mt-auto flex min-h-[49px] flex-none flex-wrap items-center gap-x-5 gap-y-1 border-t border-line px-4 py-2 text-fg-2">
      {criteria.length > 0 ? (
        <Link href={`/cases/${view.number}/checklist`} className="text-fg-3 underline underline-offset-3">
          {PHASE_NAME[view.phase]} ends when
        </Link>
      ) : null}
      {criteria.map((criterion) => (
        <span key={criterion.id} className="flex items-center gap-1.5">
          <StatusGlyph kind={CRITERION[criterion.state].kind} label={CRITERION[criterion.state].label} />
          <HostileText mono={false} text={criterion.words} />
        </span>
      ))}
      <span className="flex-1" />
      <span className="text-fg-3">Deleting the pod is not offered: it destroys evidence</span>
    </div>
  );
}
