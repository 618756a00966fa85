'use client';

import { HostileText } from '@/components/ui/hostile-text';
import { Now, Time, useTimeWords } from '@/components/ui/time';
import { STANDARDS } from '@/lib/readiness/check';
import { fallWords } from '@/lib/readiness/trend';
import { StatusMark } from './status-mark';
import type { Readiness } from './use-readiness';
import { countsSentence, dayWords } from './words';

/** What comes out of the printer: all ten checks with what was said by whom, black on white. */
export function PrintSheet({ readiness: { assessment, view, trend }, by }: { readiness: Readiness; by: string }) {
  const today = useTimeWords((now, zone) => dayWords(now, 0, zone));
  return (
    <section className="print-sheet" aria-label="Readiness for print">
      <h1>
        Readiness {assessment.score} of 100, {today}
      </h1>
      <p>
        {countsSentence(assessment.byStatus)} Printed by {by}, <Now />. What is unknown or has expired counts for
        nothing.
      </p>
      {assessment.standings.map(({ check, status, because, points, said }) => {
        const plan = view.plans.find((one) => one.check === check.key);
        const finding = view.findings[check.key];
        return (
          <article key={check.key}>
            <h2>
              {check.number} {check.title}: <StatusMark status={status} /> {points} of {check.weight}
            </h2>
            <p>{check.question}</p>
            {said ? (
              <p>
                {because === 'expired' ? 'Expired. Before: ' : ''}
                {said.status}, said by {said.by.name}, <Time at={said.attestedAt} />, holds until{' '}
                <Time at={said.validUntil} />.
              </p>
            ) : (
              <p>Nobody has attested it yet.</p>
            )}
            {said?.notes ? (
              <HostileText mono={false} text={said.notes} max={5000} className="block whitespace-pre-wrap" />
            ) : null}
            {said?.links.map(({ title, url }) => (
              <p key={url}>
                <HostileText mono={false} text={`${title} ${url}`.trim()} max={2200} />
              </p>
            ))}
            {finding ? <p>Found by Bulkhead: {finding.words}.</p> : null}
            <p>
              Owner: {(plan?.owner?.name ?? plan?.ownerName) || 'nobody'}. Due:{' '}
              {plan?.dueAt ? <Time at={plan.dueAt} /> : 'no date'}. Evidence for{' '}
              {check.references.map(({ standard, clause }) => `${STANDARDS[standard]} (${clause})`).join('; ')}.
            </p>
          </article>
        );
      })}
      {trend.falls.length > 0 ? (
        <article>
          <h2>Falls in the last 26 weeks</h2>
          {trend.falls.map((fall) => (
            <p key={`${fall.at} ${fall.check.key}`}>
              <Time at={new Date(fall.at).toISOString()} />: {fallWords(fall)}, −{fall.by}.
            </p>
          ))}
        </article>
      ) : null}
    </section>
  );
}
