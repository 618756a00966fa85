'use client';

import { useState } from 'react';
import { ArmButton } from '@/components/ui/arm-button';
import { Button } from '@/components/ui/button';
import { CodeBox } from '@/components/ui/code-diff';
import { plural } from '@/components/ui/format';
import { Icon, StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote, Loading } from '@/components/ui/states';
import { Ago } from '@/components/ui/time';
import type { Plan, PlannedRequest } from '@/lib/containment/step';
import { CheckList } from './check-list';

interface PlanPreviewProps {
  plan: Plan | undefined;
  error: Error | null;
  onAgain: () => void;
  clusterName: string;
  /** why this person may not send, or null */
  why: string | null;
  busy: boolean;
  onSend: (plan: Plan) => void;
  /** at the left, above what was checked: choices */
  choices?: React.ReactNode;
  /** false where another step carries the one solid button */
  solid?: boolean;
  verb?: string;
}

/** The screen before the click: what was checked, and each request with the API server's verdict on it. */
export function PlanPreview(props: PlanPreviewProps) {
  const { plan, error, onAgain, choices } = props;
  const [asKubectl, setAsKubectl] = useState(false);
  if (error)
    return (
      <ErrorNote
        title={error.message}
        next={'next' in error ? String(error.next) : undefined}
        action={<Button onClick={onAgain}>Try again</Button>}
      />
    );
  if (!plan) return <Loading words="Asking the API server what it would do" rows={3} />;
  return (
    <div className="mt-2 grid gap-3">
      <div className="step-two">
        <div className="min-w-0">
          {choices}
          <h3 className="meta">Checked before sending</h3>
          <CheckList checks={plan.checks} />
          <Lists plan={plan} />
        </div>
        <div className="grid min-w-0 content-start gap-1.5">
          {plan.requests.map((request, index) => (
            <Request key={`${request.verb} ${request.target}`} request={request} no={index + 1} asKubectl={asKubectl} />
          ))}
        </div>
      </div>
      <SendBar {...props} plan={plan} asKubectl={asKubectl} onKubectl={() => setAsKubectl((on) => !on)} />
    </div>
  );
}

function Lists({ plan }: { plan: Plan }) {
  return (
    <>
      {plan.dies.length > 0 ? (
        <Names title={`Will end: ${plural(plan.dies.length, 'pod')}`} names={plan.dies} glyph="caution" />
      ) : null}
      {plan.survives.length > 0 ? (
        <Names title={`Lives on: ${plural(plan.survives.length, 'pod')}`} names={plan.survives} glyph="ok" />
      ) : null}
    </>
  );
}

const Names = ({ title, names, glyph }: { title: string; names: readonly string[]; glyph: 'caution' | 'ok' }) => (
  <>
    <h3 className="meta mt-2">{title}</h3>
    <ul className="facts max-h-48 overflow-y-auto">
      {names.map((name) => (
        <li key={name}>
          <StatusGlyph kind={glyph} />
          <span className="mono">
            <HostileText mono={false} text={name} />
          </span>
        </li>
      ))}
    </ul>
  </>
);

function Request({ request, no, asKubectl }: { request: PlannedRequest; no: number; asKubectl: boolean }) {
  const refused = request.dryRun.outcome === 'refused';
  return (
    <div className="grid min-w-0 gap-0.5">
      <CodeBox
        verb={`${no} ${request.verb}`}
        target={request.target}
        note={request.note}
        lines={asKubectl ? undefined : request.diff}
      >
        {asKubectl ? <pre className="px-2.5 whitespace-pre-wrap wrap-anywhere">{request.kubectl}</pre> : null}
      </CodeBox>
      {request.dryRun.outcome === 'accepted' ? null : (
        <p className={`meta flex gap-1.5 ${refused ? 'text-s1-fg' : ''}`}>
          <StatusGlyph kind={refused ? 'failed' : 'unknown'} size={13} label={refused ? 'refused' : 'not run'} />
          <HostileText mono={false} text={request.dryRun.message} />
        </p>
      )}
    </div>
  );
}

function SendBar({
  plan,
  clusterName,
  why,
  busy,
  onSend,
  solid = true,
  asKubectl,
  onKubectl,
  verb,
}: PlanPreviewProps & { plan: Plan; asKubectl: boolean; onKubectl: () => void }) {
  const accepted = plan.requests.filter(({ dryRun }) => dryRun.outcome === 'accepted').length;
  const changes = plural(plan.requests.length, 'change');
  return (
    <div className="step-send">
      <ArmButton
        armedWords={`Press again to send ${changes}`}
        onSend={() => onSend(plan)}
        busyWords={busy ? 'Sending' : null}
        disabledReason={
          plan.blocked ?? why ?? (plan.requests.length === 0 ? 'Nothing is left to send in this way' : null)
        }
        look={solid ? 'solid' : 'outline'}
        target={plan.hash}
      >
        {verb ?? `Send ${changes}`} to {clusterName}
      </ArmButton>
      <p className="meta min-w-0 flex-1">
        {plan.blocked ? (
          <span className="text-s2-fg">
            <HostileText mono={false} text={plan.blocked} />
          </span>
        ) : (
          <>
            Dry run accepted {accepted === plan.requests.length ? 'all' : `${accepted} of ${plan.requests.length}`},{' '}
            <Ago at={plan.madeAt} /> ago.
          </>
        )}{' '}
        <br />
        <HostileText mono={false} text={plan.undo} />
      </p>
      <Button look="quiet" aria-pressed={asKubectl} onClick={onKubectl}>
        <Icon name="copy" small />
        As kubectl
      </Button>
    </div>
  );
}
