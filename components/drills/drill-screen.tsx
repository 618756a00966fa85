'use client';

import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, useTransition } from 'react';
import { advance, reset, setSpeed } from '@/app/actions/drills';
import { getJson } from '@/components/get-json';
import { useWhyNot } from '@/components/shell/room';
import { RouteErrorNote } from '@/components/triage/route-error-note';
import { ArmButton } from '@/components/ui/arm-button';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { byteWords, tPlusWords } from '@/components/ui/format';
import { StatusGlyph } from '@/components/ui/glyphs';
import { Seg } from '@/components/ui/seg';
import { ErrorNote, Loading } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import { DrillState } from '@/lib/drills/state';
import type { ActionResult, Failure } from '@/lib/failure';
import { visible } from '@/lib/text/visible';

/** The drill's own clock is not in the event stream: it is asked while this page is open. */
const drillQuery = queryOptions({
  queryKey: ['drill'],
  queryFn: ({ signal }) => getJson(DrillState, '/api/drills', signal),
  refetchInterval: 1_000,
});

const SPEEDS = [
  { value: '0', label: 'Step by step' },
  { value: '1', label: '1×' },
  { value: '10', label: '10×' },
  { value: '60', label: '60×' },
] as const;

/** A rehearsal: the beats of the story, its clock, and what the attacker gets out. */
export function DrillScreen() {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(drillQuery);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, start] = useTransition();
  const mayNotMove = useWhyNot('case.open');
  const mayNotReset = useWhyNot('case.change');
  const send = (call: () => Promise<ActionResult<DrillState>>) =>
    start(async () => {
      const result = await call();
      setFailure(result.ok ? null : result.failure);
      if (result.ok) client.setQueryData(drillQuery.queryKey, result.value);
    });

  if (!data)
    return error ? (
      <RouteErrorNote error={error} retry={() => void refetch()} />
    ) : (
      <Loading words="Asking the drill cluster" rows={6} />
    );
  const begin = data.beats[0]?.at ?? data.now;
  const next = data.beats.find(({ done }) => !done);
  const hold = mayNotMove ?? (busy ? 'Wait for the answer' : null);
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <div className="flex flex-wrap items-center gap-3 px-4 py-3">
        <div className="min-w-0 flex-1">
          <h1>{visible(data.scenario)}</h1>
          <p className="text-fg-2">
            Drill time <Time at={data.now} />, {tPlusWords(Date.parse(data.now) - Date.parse(begin))} of the story.
          </p>
        </div>
        <Seg
          label="Speed"
          options={SPEEDS}
          value={SPEEDS.find(({ value }) => Number(value) === data.speed)?.value ?? '1'}
          onChange={(value) => hold === null && send(() => setSpeed({ speed: Number(value) }))}
        />
        <Button
          look="solid"
          disabledReason={hold ?? (next ? null : 'The story is at its end')}
          onClick={() => next && send(() => advance({ to: next.id }))}
        >
          {next ? `On to: ${visible(next.title)}` : 'On to the next beat'}
        </Button>
      </div>
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="grid border-t border-line md:grid-cols-[minmax(0,1fr)_372px]">
        <section aria-label="Story">
          <ol>
            {data.beats.map((beat) => (
              <li key={beat.id} className="flex min-h-9 items-center gap-3 border-b border-line px-4">
                <StatusGlyph
                  kind={beat.done ? 'ok' : beat === next ? 'run' : 'waits'}
                  label={beat.done ? 'happened' : beat === next ? 'next' : 'later'}
                />
                <span className="w-16 text-fg-2">{tPlusWords(Date.parse(beat.at) - Date.parse(begin))}</span>
                <span className={beat.done ? '' : 'text-fg-2'}>{visible(beat.title)}</span>
                <span className="flex-1" />
                <Time at={beat.at} className="meta" />
              </li>
            ))}
          </ol>
        </section>
        <section aria-label="Exfiltration" className="border-l border-line px-4 py-3 max-md:border-l-0">
          <h2>What gets out</h2>
          <p className="text-figure font-semibold">{byteWords(data.exfiltration.bytesSent)}</p>
          <Exfiltration state={data.exfiltration} />
          <p className="meta mt-3">
            The counter stops when, and only when, the NetworkPolicies of the pod with their additive meaning let
            nothing out to that address.
          </p>
          <div className="mt-6 border-t border-line pt-3">
            <p className="meta mb-2">
              From the beginning: the drill cluster is made anew. Cases and their evidence stay.
            </p>
            <ArmButton
              writes={false}
              big={false}
              look="outline"
              armedWords="Press again to begin anew"
              busyWords={busy ? 'Sending' : null}
              disabledReason={mayNotReset}
              onSend={() => send(() => reset({}))}
            >
              Begin the drill anew
            </ArmButton>
          </div>
        </section>
      </div>
    </div>
  );
}

function Exfiltration({ state: { running, bytesPerSecond, to, blockedSince } }: { state: DrillState['exfiltration'] }) {
  if (blockedSince !== null) {
    return (
      <p className="flex items-center gap-2">
        <Chip tone="ok">Cut off</Chip>
        <span>
          since <Time at={blockedSince} />, nothing passes to <bdi className="mono">{visible(to)}</bdi>
        </span>
      </p>
    );
  }
  if (!running) return <p className="text-fg-2">Nothing is sent yet.</p>;
  return (
    <p className="flex items-center gap-2">
      <Chip tone="failed">{byteWords(bytesPerSecond)}/s</Chip>
      <span>
        to <bdi className="mono">{visible(to)}</bdi>
      </span>
    </p>
  );
}
