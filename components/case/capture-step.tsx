'use client';

import Link from 'next/link';
import { useState } from 'react';
import { retryCollector } from '@/app/actions/containment';
import { shortHash, stateChip, titleOf } from '@/components/evidence/artifact-words';
import { useEvidence } from '@/components/evidence/use-evidence';
import { useWhyNot } from '@/components/shell/room';
import { Bar } from '@/components/ui/bar';
import { Button } from '@/components/ui/button';
import { ageWords, byteWords, plural } from '@/components/ui/format';
import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote, Loading } from '@/components/ui/states';
import type { Plan } from '@/lib/containment/step';
import { type ArtifactView, artifactLabel } from '@/lib/evidence/artifact';
import type { Failure } from '@/lib/failure';
import { CheckList } from './check-list';
import type { StepProps } from './room';
import { StepSection } from './step-section';
import { usePlan } from './use-case';
import { useSend } from './use-send';

/** Step 2: evidence in order of volatility, streamed out. Nothing is written inside the container. */
export function CaptureStep({ view, suspect, step, gateOpen, next }: StepProps) {
  const [looking, setLooking] = useState(false);
  const why = useWhyNot('containment.capture');
  const { busy, failure, send } = useSend();
  const evidence = useEvidence(view.number, view.id);
  const artifacts = (evidence.data ?? []).filter(({ suspectId }) => suspectId === suspect.id);
  const running = step.run?.state === 'running';
  const planning = !running && (looking || (next && artifacts.length === 0)) && !view.closedAt;
  const plan = usePlan(view.number, { suspectId: suspect.id, step: 'capture', mode: null, undoOf: null }, planning);
  const settled = artifacts.filter(({ state }) => state !== 'collecting').length;
  const all = Math.max(artifacts.length, plan.data?.collectors.length ?? 0);
  return (
    <StepSection
      no={2}
      title="Capture"
      step={step}
      state={step.run?.state === 'succeeded' ? 'done' : gateOpen ? 'open' : 'waits'}
      hint={
        artifacts.length > 0
          ? byteWords(artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))
          : 'Most volatile first, streamed out; nothing is written in the container'
      }
      actions={
        running || (next && artifacts.length === 0) ? null : (
          <Button look="quiet" aria-expanded={looking} onClick={() => setLooking((on) => !on)}>
            {artifacts.length > 0 ? 'Capture again' : 'Preview'}
          </Button>
        )
      }
    >
      {running ? <Bar label="Artifacts settled" value={settled} max={all} /> : null}
      {step.run?.error ? (
        <p role="alert" className="mt-1 flex gap-2 text-s1-fg">
          <StatusGlyph kind="failed" />
          <HostileText mono={false} text={step.run.error} />
        </p>
      ) : null}
      {artifacts.length > 0 ? <Artifacts artifacts={artifacts} number={view.number} caseId={view.id} /> : null}
      {failure ? <ErrorNote {...failure} /> : null}
      {planning ? (
        plan.error ? (
          <ErrorNote
            title={plan.error.message}
            action={<Button onClick={() => void plan.refetch()}>Try again</Button>}
          />
        ) : plan.data ? (
          <CapturePlan
            plan={plan.data}
            why={why ?? (gateOpen ? null : 'Its gate is closed')}
            busy={busy}
            solid={next}
            onSend={async (shown) => {
              if (await send(shown)) setLooking(false);
            }}
          />
        ) : (
          <Loading words="Looking at what can be captured" rows={3} />
        )
      ) : null}
    </StepSection>
  );
}

interface CapturePlanProps {
  plan: Plan;
  why: string | null;
  busy: boolean;
  solid: boolean;
  onSend: (plan: Plan) => void;
}

/** Reading changes nothing in the cluster, so one press is enough, and nothing is hatched. */
function CapturePlan({ plan, why, busy, solid, onSend }: CapturePlanProps) {
  return (
    <div className="mt-2 grid gap-3">
      <div className="step-two">
        <div>
          <h3 className="meta">Checked before starting</h3>
          <CheckList checks={plan.checks} />
        </div>
        <table className="table table-tight">
          <caption className="sr-only">What will be collected, in this order</caption>
          <thead>
            <tr>
              <th scope="col">Collector</th>
              <th scope="col">How</th>
            </tr>
          </thead>
          <tbody>
            {plan.collectors.map(({ id, title, how }) => (
              <tr key={id}>
                <th scope="row">
                  <HostileText mono={false} text={title} />
                </th>
                <td className="whitespace-normal text-fg-3">
                  <HostileText mono={false} text={how} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="step-send">
        <Button
          look={solid ? 'solid' : 'outline'}
          big
          disabledReason={plan.blocked ?? why ?? (busy ? 'Starting' : null)}
          onClick={() => onSend(plan)}
        >
          Capture with {plural(plan.collectors.length, 'collector')}
        </Button>
        <p className="meta">
          {plan.blocked ? (
            <HostileText mono={false} text={plan.blocked} className="text-s2-fg" />
          ) : (
            'Each artifact is hashed while it streams. Nothing is written in the container.'
          )}
        </p>
      </div>
    </div>
  );
}

function Artifacts({
  artifacts,
  number,
  caseId,
}: {
  artifacts: readonly ArtifactView[];
  number: number;
  caseId: string;
}) {
  return (
    <table className="table table-tight mt-1">
      <caption className="sr-only">Artifacts of this suspect</caption>
      <thead>
        <tr>
          <th scope="col">ID</th>
          <th scope="col">Collector</th>
          <th scope="col">State</th>
          <th scope="col" className="num">
            Size
          </th>
          <th scope="col" className="num max-sm:hidden">
            Took
          </th>
          <th scope="col" className="max-sm:hidden">
            SHA-256
          </th>
          <th scope="col">
            <span className="sr-only">Action</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {artifacts.map((artifact) => (
          <ArtifactRow key={artifact.id} artifact={artifact} number={number} caseId={caseId} />
        ))}
      </tbody>
    </table>
  );
}

function ArtifactRow({ artifact, number, caseId }: { artifact: ArtifactView; number: number; caseId: string }) {
  const { glyph, words } = stateChip(artifact);
  const took = artifact.sealedAt ? ageWords(Date.parse(artifact.sealedAt) - Date.parse(artifact.startedAt)) : '';
  return (
    <tr>
      <td className="mono">{artifactLabel(artifact.number)}</td>
      <th scope="row">
        <Link href={`/cases/${number}/evidence/${artifact.number}`}>
          <HostileText mono={false} text={titleOf(artifact)} />
        </Link>
      </th>
      <td className="whitespace-normal">
        <span className="flex items-center gap-1.5">
          <StatusGlyph kind={glyph} size={14} />
          {words}
        </span>
        {artifact.reason ? (
          <span className="meta block">
            <HostileText mono={false} text={artifact.reason} />
          </span>
        ) : null}
      </td>
      <td className="num text-fg-2">{byteWords(artifact.sizeBytes)}</td>
      <td className="num text-fg-3 max-sm:hidden">{took}</td>
      <td className="mono text-fg-3 max-sm:hidden">{shortHash(artifact.sha256)}</td>
      <td className="num">
        {artifact.state === 'partial' || artifact.state === 'failed' ? (
          <Again caseId={caseId} artifactId={artifact.id} words="Retry" unbounded={false} />
        ) : artifact.state === 'sealed' && artifact.command.includes('tailLines=') ? (
          <Again caseId={caseId} artifactId={artifact.id} words="All lines" unbounded />
        ) : null}
      </td>
    </tr>
  );
}

interface AgainProps {
  caseId: string;
  artifactId: string;
  words: string;
  unbounded: boolean;
}

/** Collects once more, as a new artifact: what failed, or a log with all its lines. */
function Again({ caseId, artifactId, words, unbounded }: AgainProps) {
  const why = useWhyNot('containment.capture');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const collect = async () => {
    setBusy(true);
    const result = await retryCollector({ caseId, artifactId, unbounded });
    setBusy(false);
    setFailure(result.ok ? null : result.failure);
  };
  return (
    <>
      {failure ? <span className="meta text-s1-fg">{failure.title}</span> : null}
      <Button look="quiet" onClick={collect} disabledReason={why ?? (busy ? 'Collecting again' : null)}>
        {words}
      </Button>
    </>
  );
}
