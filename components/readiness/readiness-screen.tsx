'use client';

import { useState } from 'react';
import { useRoom, useWhyNot } from '@/components/shell/room';
import { useShortcuts } from '@/components/shell/shortcuts';
import { useStale } from '@/components/timeline/use-stale';
import { RouteErrorNote } from '@/components/triage/route-error-note';
import { Button } from '@/components/ui/button';
import { StatusGlyph } from '@/components/ui/glyphs';
import { Kbd } from '@/components/ui/kbd';
import { Menu, MenuItem } from '@/components/ui/menu';
import { keyboardScroll } from '@/components/ui/scroll';
import { Stale } from '@/components/ui/states';
import { serverNow, Time, useTimeWords } from '@/components/ui/time';
import { useUrlState } from '@/components/url-state';
import type { PersonRef } from '@/lib/cases/case';
import { STANDARDS, STATUSES, type Standard } from '@/lib/readiness/check';
import { CHECKS, checkByKey } from '@/lib/readiness/checks';
import type { ReadinessView } from '@/lib/readiness/view';
import { CaseTimesTable } from './case-times';
import { CheckDetail } from './check-detail';
import { type CheckStanding, ChecksTable } from './checks-table';
import { Compliance } from './compliance';
import { DoNext } from './do-next';
import { PrintSheet } from './print-sheet';
import { Ring } from './ring';
import { STATUS_GLYPH, StatusMark } from './status-mark';
import { TrendChart } from './trend-chart';
import { type Readiness, useReadiness } from './use-readiness';
import { countsSentence, dayWords, STATUS_NAME, trendSentence } from './words';

interface ReadinessScreenProps {
  initial: ReadinessView;
  /** who can be the owner of a check */
  people: readonly PersonRef[];
}

/** The score for whoever reads it for the first time, and the ten checks for whoever works on it. */
export function ReadinessScreen({ initial, people }: ReadinessScreenProps) {
  const readiness = useReadiness(initial);
  const { view, error, assessment, todo } = readiness;
  const stale = useStale();
  const { person } = useRoom();
  const whyNot = useWhyNot('readiness.attest');
  const [chosen, setChosen] = useUrlState('check');
  const [rule, setRule] = useUrlState('evidence');
  const [attesting, setAttesting] = useState(false);
  const [openedAt] = useState(serverNow);

  const standard = (Object.keys(STANDARDS) as Standard[]).find((each) => each === rule) ?? null;
  const shown = assessment.standings.filter(
    ({ check }) => standard === null || check.references.some((one) => one.standard === standard),
  );
  const selected = checkByKey(chosen) ?? todo[0]?.check ?? CHECKS[0];
  const standing = assessment.standings.find(({ check }) => check === selected);
  const select = (key: string) => {
    if (key !== selected?.key) setAttesting(false);
    setChosen(key);
  };
  const move = (by: number) => {
    const at = shown.findIndex(({ check }) => check === selected);
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
    if (next) select(next.check.key);
  };
  const begin = (key: string) => {
    select(key);
    setAttesting(true);
  };
  useShortcuts([
    { keys: 'j', words: 'Next check', run: () => move(1) },
    { keys: 'k', words: 'Check before', run: () => move(-1) },
    { keys: 'a', words: 'Attest this check', run: () => whyNot === null && setAttesting(true) },
  ]);

  if (!standing) return null;
  return (
    <>
      <div className="readiness">
        <div className="readiness-main pane">
          <Head />
          {error ? <RouteErrorNote error={error} /> : null}
          {stale ? (
            <Stale>
              Not live since <Time at={stale} />: what others attest is missing here.
            </Stale>
          ) : null}
          <div className="readiness-heroes">
            <Hero readiness={readiness} onStart={whyNot === null ? () => begin(CHECKS[0]?.key ?? '') : null} />
            <TrendChart trend={readiness.trend} score={assessment.score} cases={view.cases} />
          </div>
          <section className="readiness-scroll" {...keyboardScroll} aria-label="Checks">
            <ChecksTable
              standings={shown}
              plans={view.plans}
              findings={view.findings}
              selected={standing.check.key}
              onSelect={select}
              openedAt={openedAt}
            />
            <CheckDetail
              key={standing.check.key}
              standing={standing}
              history={view.attestations.filter(({ check }) => check === standing.check.key)}
              plan={view.plans.find(({ check }) => check === standing.check.key) ?? null}
              finding={view.findings[standing.check.key] ?? null}
              people={people}
              whyNot={whyNot}
              attesting={attesting}
              onAttest={setAttesting}
            />
          </section>
          <Compliance standings={assessment.standings} chosen={standard} onChoose={(next) => setRule(next ?? '')} />
        </div>
        <aside className="readiness-side pane vr" aria-label="What to do">
          <div className="min-h-0 flex-1 overflow-y-auto">
            {view.cases.length > 0 ? <CaseTimesTable cases={view.cases} /> : null}
            <DoNext todo={todo} score={assessment.score} onSelect={select} />
          </div>
          <AttestBox
            standing={standing}
            whyNot={whyNot}
            attesting={attesting}
            first={view.attestations.length === 0}
            onAttest={() => setAttesting(true)}
          />
        </aside>
      </div>
      <PrintSheet readiness={readiness} by={person.name} />
    </>
  );
}

const Head = () => (
  <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2">
    <h1>Readiness</h1>
    <span className="text-fg-3">Ten checks, 100 points, by what people attest</span>
    <span className="flex-1" />
    <Button onClick={() => window.print()}>Print</Button>
    <Menu trigger={<Button>Auditor export</Button>}>
      <MenuItem onSelect={() => window.location.assign('/api/readiness/export?format=json')}>
        JSON, with all that was ever attested
      </MenuItem>
      <MenuItem onSelect={() => window.location.assign('/api/readiness/export?format=csv')}>
        CSV, the ten checks as they stand
      </MenuItem>
    </Menu>
  </div>
);

/** The score in a ring and in a sentence; before the first attestation, what this page is for. */
function Hero({ readiness, onStart }: { readiness: Readiness; onStart: (() => void) | null }) {
  const { assessment, trend, view } = readiness;
  const moved = useTimeWords((now, zone) => trendSentence(trend, assessment.score, (at) => dayWords(at, now, zone)));
  return (
    <section className="flex items-center gap-5 px-4 py-3 max-sm:flex-col max-sm:items-start" aria-label="Score">
      <Ring assessment={assessment} />
      {view.attestations.length === 0 ? (
        <div className="grid max-w-[52ch] justify-items-start gap-2">
          <p className="text-lead text-fg-2">
            <b className="text-fg">Nobody has attested anything yet, so the score is 0.</b> It answers one question: if
            somebody broke into a container tonight, would we notice it, stop it and be able to prove what happened?
            What nobody knows counts for nothing.
          </p>
          {onStart ? (
            <Button look="solid" onClick={onStart}>
              Start with 1 Runtime detection
            </Button>
          ) : (
            <p className="text-fg-2">A manager or commander attests; you can read along.</p>
          )}
        </div>
      ) : (
        <div>
          <p className="text-lead text-fg-2">
            <b className="text-fg">{countsSentence(assessment.byStatus)}</b> {moved}
          </p>
          <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1" aria-label="Points by status">
            {STATUSES.map((status) => (
              <li key={status} className="flex items-center gap-1.5">
                <StatusGlyph kind={STATUS_GLYPH[status]} size={14} label={STATUS_NAME[status]} />
                {assessment.byStatus[status].points} of {assessment.byStatus[status].of}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

interface AttestBoxProps {
  standing: CheckStanding;
  whyNot: string | null;
  attesting: boolean;
  /** nothing was attested yet: then the next step is the first check, said above */
  first: boolean;
  onAttest: () => void;
}

const AttestBox = ({
  standing: { check, status, because, said },
  whyNot,
  attesting,
  first,
  onAttest,
}: AttestBoxProps) => (
  <section className="flex-none border-t border-line bg-panel px-4 py-3" aria-label="Attest">
    <div className="flex items-center gap-3">
      <h3 className="min-w-0 flex-1">
        {check.number} {check.title}
      </h3>
      <StatusMark status={status} size={13} />
    </div>
    <p className="meta mt-1 mb-2">
      {said === null ? (
        'Nobody has attested it yet.'
      ) : (
        <>
          {because === 'expired' ? 'Expired' : 'Holds until'} <Time at={said.validUntil} />; said by {said.by.name}.
        </>
      )}{' '}
      An attestation stands with your name and the time, for {check.validDays} days unless you say otherwise.
    </p>
    <Button
      look={attesting || first ? 'outline' : 'solid'}
      disabledReason={whyNot ?? (attesting ? 'The form is open' : null)}
      onClick={onAttest}
    >
      Attest {check.title} <Kbd>a</Kbd>
    </Button>
  </section>
);
