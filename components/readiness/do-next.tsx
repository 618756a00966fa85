'use client';

import { useTimeWords } from '@/components/ui/time';
import type { Todo } from '@/lib/readiness/todo';
import { dayWords } from './words';

const SHOWN = 4;

interface DoNextProps {
  todo: readonly Todo[];
  score: number;
  onSelect: (key: string) => void;
}

/** The largest gain first, with who and when. */
export function DoNext({ todo, score, onSelect }: DoNextProps) {
  const shown = todo.slice(0, SHOWN);
  const after = score + shown.reduce((sum, { gain }) => sum + gain, 0);
  return (
    <section aria-labelledby="do-next-title">
      <div className="pane-h">
        <h2 id="do-next-title">Do next</h2>
        <span className="text-fg-3">largest gain first</span>
      </div>
      {shown.length === 0 ? (
        <p className="px-4 py-3 text-fg-2">
          All ten checks pass. Attest each again before it expires: the column Due says when.
        </p>
      ) : (
        <ol className="py-1">
          {shown.map((one) => (
            <li key={one.check.key} className="grid grid-cols-[34px_1fr] px-4 py-1.5">
              <span className="text-lead font-semibold text-ok-fg">+{one.gain}</span>
              <div className="min-w-0">
                <button type="button" className="text-left font-semibold" onClick={() => onSelect(one.check.key)}>
                  {one.check.title}
                </button>
                <div className="text-fg-2">{one.words}</div>
                <div className="meta">
                  <WhoWhen one={one} />
                </div>
              </div>
            </li>
          ))}
        </ol>
      )}
      {shown.length > 0 ? (
        <p className="meta px-4 pb-2">
          {shown.length === 1 ? 'With it' : `With all ${shown.length}`}: <b>{after} of 100</b>
        </p>
      ) : null}
    </section>
  );
}

function WhoWhen({ one: { plan, overdue } }: { one: Todo }) {
  const who = (plan?.owner?.name ?? plan?.ownerName) || 'nobody sees to it';
  const when = useTimeWords((now, zone) => {
    if (!plan?.dueAt) return 'no date';
    const due = Date.parse(plan.dueAt);
    return overdue ? `due since ${dayWords(due, now, zone)}` : `by ${dayWords(due, now, zone)}`;
  });
  return (
    <>
      {who}, <span className={overdue ? 'text-s1-fg' : ''}>{when}</span>
    </>
  );
}
