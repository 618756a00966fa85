'use client';

import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { HostileText } from '@/components/ui/hostile-text';
import { Time, useTimeWords } from '@/components/ui/time';
import type { PersonRef } from '@/lib/cases/case';
import { STANDARDS } from '@/lib/readiness/check';
import type { AttestationView, Finding, PlanView } from '@/lib/readiness/view';
import { AttestForm } from './attest-form';
import type { CheckStanding } from './checks-table';
import { PlanForm } from './plan-form';
import { StatusMark } from './status-mark';
import { dayWords } from './words';

interface CheckDetailProps {
  standing: CheckStanding;
  /** newest first */
  history: readonly AttestationView[];
  plan: PlanView | null;
  finding: Finding | null;
  people: readonly PersonRef[];
  whyNot: string | null;
  attesting: boolean;
  onAttest: (open: boolean) => void;
}

/** All about one check: what it asks and why, what was said, how to get there, who sees to it. */
export function CheckDetail({
  standing,
  history,
  plan,
  finding,
  people,
  whyNot,
  attesting,
  onAttest,
}: CheckDetailProps) {
  const { check, status, because } = standing;
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (attesting) section.current?.scrollIntoView({ block: 'start' });
  }, [attesting]);
  return (
    <section ref={section} className="check-detail" aria-labelledby="check-title">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="check-title">
          {check.number} {check.title}
        </h2>
        <StatusMark status={status} />
        <span className="text-lead">{check.question}</span>
        <span className="flex-1" />
        {attesting ? null : (
          <Button disabledReason={whyNot} onClick={() => onAttest(true)}>
            {because === 'never' ? 'Attest it' : 'Attest it again'}
          </Button>
        )}
      </div>
      {attesting ? (
        <AttestForm check={check} before={standing.said} onDone={() => onAttest(false)} />
      ) : (
        <div className="check-columns">
          <div className="grid content-start gap-2">
            <p className="text-fg-2">{check.why}</p>
            <Means standing={standing} />
            {finding ? <Found finding={finding} /> : null}
          </div>
          <div className="grid content-start gap-2">
            <h3>How to get there</h3>
            <ol className="grid list-decimal gap-1 pl-5 text-fg-2">
              {check.how.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
            <h3 className="mt-1">Evidence for</h3>
            <ul className="grid gap-0.5 text-meta text-fg-2">
              {check.references.map(({ standard, clause }) => (
                <li key={standard}>
                  <b className="font-medium">{STANDARDS[standard]}</b>: {clause}
                </li>
              ))}
            </ul>
          </div>
          <div className="grid content-start gap-2">
            <h3>Who sees to it</h3>
            <PlanForm
              key={`${check.key} ${JSON.stringify(plan)}`}
              check={check}
              plan={plan}
              people={people}
              whyNot={whyNot}
            />
            <h3 className="mt-1">What was said</h3>
            <History history={history} />
          </div>
        </div>
      )}
    </section>
  );
}

const Means = ({ standing: { check } }: { standing: CheckStanding }) => (
  <dl className="grid grid-cols-[76px_minmax(0,1fr)] gap-x-2 gap-y-1">
    {(['pass', 'partial', 'fail'] as const).map((each) => (
      <div key={each} className="contents">
        <dt>
          <StatusMark status={each} size={13} />
        </dt>
        <dd className="text-fg-2">{check.means[each]}</dd>
      </div>
    ))}
  </dl>
);

const Found = ({ finding: { words, objects, foundAt } }: { finding: Finding }) => (
  <div className="grid gap-1">
    <h3>
      What Bulkhead found{' '}
      <span className="meta font-normal">
        as of <Time at={foundAt} />; the score follows what people attest
      </span>
    </h3>
    <p className="text-fg-2">{words}.</p>
    <ul className="grid gap-0.5">
      {objects.map((object) => (
        <li key={object.name} className="grid grid-cols-[84px_minmax(0,1fr)] gap-2 text-meta">
          <StatusMark status={object.status} size={13} />
          <span>
            <HostileText mono={false} text={object.name} />: <span className="text-fg-2">{object.words}</span>
          </span>
        </li>
      ))}
    </ul>
  </div>
);

const SHOWN = 20;

/** Nothing is ever changed or removed from it. */
const History = ({ history }: { history: readonly AttestationView[] }) =>
  history.length === 0 ? (
    <p className="text-fg-3">Nothing yet. The first attestation stands here, with name and time, for good.</p>
  ) : (
    <ol className="grid gap-2" aria-label="History">
      {history.slice(0, SHOWN).map((one) => (
        <li key={one.id} className="border-b border-line pb-1.5">
          <div className="flex flex-wrap items-center gap-x-2">
            <StatusMark status={one.status} size={13} />
            <span>{one.by.name}</span>
            <span className="meta">
              <Time at={one.attestedAt} />, holds until <Until at={one.validUntil} />
            </span>
          </div>
          {one.notes ? (
            <HostileText mono={false} text={one.notes} max={400} className="block whitespace-pre-wrap text-fg-2" />
          ) : null}
          <ProofLinks links={one.links} />
        </li>
      ))}
      {history.length > SHOWN ? (
        <li className="meta">{history.length - SHOWN} earlier ones are in the auditor export.</li>
      ) : null}
    </ol>
  );

const Until = ({ at }: { at: string }) => <>{useTimeWords((now, zone) => dayWords(Date.parse(at), now, zone))}</>;

const ProofLinks = ({ links }: { links: AttestationView['links'] }) => (
  <ul className="flex flex-wrap gap-x-3">
    {links.map(({ title, url }) => (
      <li key={url} className="min-w-0">
        <a
          href={url}
          target="_blank"
          rel="noreferrer noopener"
          className="link whitespace-normal wrap-anywhere underline"
        >
          <HostileText mono={false} text={title || url} max={120} />
        </a>
      </li>
    ))}
  </ul>
);
