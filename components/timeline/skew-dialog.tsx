'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { setSkew } from '@/app/actions/timeline';
import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { countWords, plural } from '@/components/ui/format';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote, Loading } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { CaseView } from '@/lib/cases/case';
import { keys } from '@/lib/live/keys';
import type { SourceClock } from '@/lib/timeline/clocks';
import { SOURCE, skewWords } from './entry-words';
import { useClocks } from './use-clocks';
import { useSaving } from './use-saving';

interface SkewDialogProps {
  view: CaseView;
  frozen: string | null;
  onClose: () => void;
}

/** How far the clocks of the sources are off, as somebody found. Entries move; what a source said stays beside it. */
export function SkewDialog({ view, frozen, onClose }: SkewDialogProps) {
  const clocks = useClocks(view.number, view.id);
  const [chosen, setChosen] = useState<SourceClock | null>(null);
  return (
    <Dialog open onClose={onClose} title="Clocks of sources" className="w-[min(620px,calc(100vw-24px))]">
      {chosen ? (
        <SkewForm clock={chosen} view={view} frozen={frozen} onDone={() => setChosen(null)} />
      ) : clocks.data ? (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col" className="num">
                Entries
              </th>
              <th scope="col">Its clock</th>
              <th scope="col">
                <span className="sr-only">Change</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {clocks.data.map((clock) => (
              <tr key={`${clock.source} ${clock.emitter}`} className="row-2">
                <th scope="row">
                  {SOURCE[clock.source].name} {clock.emitter ? <HostileText text={clock.emitter} max={40} /> : null}
                </th>
                <td className="num">{countWords(clock.entries)}</td>
                <td className="whitespace-normal">
                  <ClockState clock={clock} />
                </td>
                <td>{clock.leastLagMs === null ? null : <Button onClick={() => setChosen(clock)}>Correct…</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : clocks.error ? (
        <ErrorNote title={clocks.error.message} />
      ) : (
        <Loading words="Counting entries by their clocks" />
      )}
    </Dialog>
  );
}

function ClockState({ clock: { skew, leastLagMs } }: { clock: SourceClock }) {
  if (leastLagMs === null) return <>Bulkhead's own, or given by people</>;
  return (
    <>
      {skew && skew.ms !== 0 ? (
        <>
          {skewWords(Math.abs(skew.ms))} {skew.ms > 0 ? 'ahead' : 'behind'}, set by {skew.by}, <Time at={skew.at} />,
          because <HostileText mono={false} text={skew.reason} max={80} />
        </>
      ) : (
        'taken as right'
      )}
      {leastLagMs < 0 ? (
        <span className="text-s2-fg">
          {' '}
          · at least {skewWords(Math.round(-leastLagMs))} ahead: it told of things before they happened
        </span>
      ) : null}
    </>
  );
}

interface SkewFormProps extends Omit<SkewDialogProps, 'onClose'> {
  clock: SourceClock;
  onDone: () => void;
}

function SkewForm({ clock, view, frozen, onDone }: SkewFormProps) {
  const client = useQueryClient();
  const ahead = clock.leastLagMs !== null && clock.leastLagMs < 0 ? Math.round(-clock.leastLagMs) : '';
  const [ms, setMs] = useState(String(clock.skew?.ms ?? ahead));
  const [reason, setReason] = useState('');
  const { save, failure, busy } = useSaving(view.id);
  const why = useWhyNot('timeline.curate') ?? frozen;
  const skewMs = /^[-−]?\d{1,8}$/.test(ms.trim()) ? Number(ms.trim().replace('−', '-')) : null;
  const wrong =
    skewMs === null ? 'Give whole milliseconds' : reason.trim().length < 3 ? 'Say how you know, in a few words' : null;
  const held = why ?? (busy ? 'Being saved' : wrong);
  const send = async () => {
    if (held || skewMs === null) return;
    const { source, emitter } = clock;
    if (!(await save(() => setSkew({ caseId: view.id, source, emitter, skewMs, reason })))) return;
    void client.invalidateQueries({ queryKey: [...keys.timeline(view.id), 'clocks'] });
    onDone();
  };
  return (
    <form
      className="grid gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p>
        {SOURCE[clock.source].name} <HostileText text={clock.emitter} max={80} />:{' '}
        {plural(clock.entries, 'entry', 'entries')} will move. What the source said stays beside each of them, and that
        you set this is an entry.
      </p>
      <Field
        label="Its clock is ahead by, in milliseconds"
        data-first-focus
        inputMode="numeric"
        value={ms}
        onChange={(event) => setMs(event.target.value)}
        hint={
          skewMs === null
            ? 'Behind: with a minus. 0: it is right.'
            : `Entries of this source move ${skewMs < 0 ? 'later' : 'earlier'} by ${skewWords(Math.abs(skewMs))}`
        }
      />
      <Field
        label="How do you know?"
        maxLength={500}
        placeholder="Compared with the audit log's own answer to our request"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Back</Button>
        <Button look="solid" type="submit" disabledReason={held}>
          Correct this clock
        </Button>
      </div>
    </form>
  );
}
