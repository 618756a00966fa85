import Link from 'next/link';
import { countWords } from '@/components/ui/format';
import { StatusGlyph, type StatusKind } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import type { StepRunView } from '@/lib/containment/step';

type RequestState = StepRunView['requests'][number]['state'];

const GLYPH: Record<RequestState, StatusKind> = {
  waiting: 'waits',
  sent: 'run',
  succeeded: 'ok',
  failed: 'failed',
  unknown: 'unknown',
};
const WORDS: Record<RequestState, string> = {
  waiting: 'waits',
  sent: 'sent, no answer yet',
  succeeded: 'succeeded',
  failed: 'failed',
  unknown: 'outcome unknown',
};

/** Each request of a sending with its answer. */
export const RunProgress = ({ run }: { run: StepRunView }) => (
  <div className="mt-2 grid gap-1">
    <ol className="facts">
      {run.requests.map((request, index) => (
        <li key={`${request.verb} ${request.target}`}>
          <StatusGlyph kind={GLYPH[request.state]} label={WORDS[request.state]} />
          <span className="wrap-anywhere">
            <span className="mono">
              {index + 1} {request.verb} <HostileText mono={false} text={request.target} />
            </span>{' '}
            <span className="text-fg-3">
              {WORDS[request.state]}
              {request.answer ? (
                <>
                  , <HostileText mono={false} text={request.answer} />
                </>
              ) : null}
            </span>
          </span>
        </li>
      ))}
    </ol>
    {run.error ? (
      <p role="alert" className="flex gap-2 text-s1-fg">
        <StatusGlyph kind={run.state === 'unknown' ? 'unknown' : 'failed'} />
        <HostileText mono={false} text={run.error} />
      </p>
    ) : null}
  </div>
);

/** Who sent it and under which numbers it stands in the action log. */
export function ActionLinks({ run, number }: { run: StepRunView; number: number }) {
  const [first, last] = [run.actions[0], run.actions.at(-1)];
  return (
    <>
      {run.by}
      {first === undefined || last === undefined ? null : (
        <>
          {' '}
          ·{' '}
          <Link href={`/cases/${number}/actions`}>
            {first === last ? `action #${countWords(first)}` : `actions #${countWords(first)} to #${countWords(last)}`}
          </Link>
        </>
      )}
    </>
  );
}
