'use client';

import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { useWhyNot } from '@/components/shell/room';
import { ArmButton } from '@/components/ui/arm-button';
import { Icon } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { type ChannelView, KIND_NAME } from '@/lib/reports/channel';
import type { ReportView } from '@/lib/reports/report';
import { visible } from '@/lib/text/visible';
import { toWords } from './to-words';

interface SendReportProps {
  channels: readonly ChannelView[];
  /** the latest that was sent: its channels are chosen at first */
  last: ReportView | null;
  onSend: (to: { channelIds: string[]; byHand: string }) => void;
  busy: boolean;
  /** why nothing can be sent now, or null */
  held: string | null;
  /** what would be sent: the armed button is about this alone */
  target: string;
  /** beside the button: other ways for the report to go */
  children: ReactNode;
}

/** To whom, and the one button that sends. What was sent cannot be taken back, so it is pressed twice. */
export function SendReport({ channels, last, onSend, busy, held, target, children }: SendReportProps) {
  const mayNot = useWhyNot('report.send');
  const mayNotAdd = useWhyNot('channel.manage');
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const [byHand, setByHand] = useState('');
  const [asked, setChoosing] = useState<boolean | null>(null);
  const usable = channels.filter(({ fault }) => fault === null);
  const choosing = asked ?? usable.length === 0;
  const before = last?.deliveries.map(({ channel }) => channel) ?? [];
  const usual = before.length > 0 ? usable.filter(({ name }) => before.includes(name)) : usable;
  const to = chosen === null ? usual : usable.filter(({ id }) => chosen.includes(id));
  const ids = to.map(({ id }) => id);
  const told = byHand.trim();
  const names = [...to.map(({ name }) => name), ...(told ? [`${told} (told by hand)`] : [])];
  const words = toWords(to, told !== '');
  const nobody = to.length === 0 && told === '' ? 'Choose a channel, or say whom you told' : null;
  const toggle = (id: string, on: boolean) => setChosen(on ? [...ids, id] : ids.filter((each) => each !== id));
  return (
    <>
      <button
        type="button"
        aria-expanded={choosing}
        className="flex min-w-0 items-center gap-1 text-left text-fg-2"
        onClick={() => setChoosing(!choosing)}
      >
        <span className="truncate">
          To <b>{visible(names.join(', ')) || 'nobody yet'}</b>
        </span>
        <Icon name={choosing ? 'up' : 'down'} small />
      </button>
      {choosing ? (
        <fieldset className="report-to">
          <legend className="sr-only">Send to</legend>
          {channels.map(({ id, name, kind, where, fault }) => (
            <label key={id}>
              <input
                type="checkbox"
                className="check"
                checked={ids.includes(id)}
                disabled={fault !== null}
                onChange={(event) => toggle(id, event.target.checked)}
              />
              <HostileText mono={false} text={name} max={60} />
              <span className="meta min-w-0 truncate" title={fault ?? undefined}>
                {fault ?? `${KIND_NAME[kind]}, ${where}`}
              </span>
            </label>
          ))}
          {channels.length === 0 ? (
            <p className="meta">
              No channel is set up.{' '}
              {mayNotAdd ? (
                'A commander adds them under Settings.'
              ) : (
                <Link href="/settings#channels">Add a channel</Link>
              )}
            </p>
          ) : null}
          <label>
            <span className="meta flex-none">Told by hand</span>
            <input
              className="field min-w-0 flex-1"
              value={byHand}
              maxLength={200}
              placeholder="whom, and how"
              onChange={(event) => setByHand(event.target.value)}
            />
          </label>
        </fieldset>
      ) : null}
      <div className="flex flex-wrap items-start gap-2">
        <ArmButton
          big={false}
          writes={false}
          armedWords={`Press again: ${words.charAt(0).toLowerCase()}${words.slice(1)}`}
          busyWords={busy ? 'Being sent' : null}
          disabledReason={mayNot ?? held ?? nobody}
          target={`${target} ${ids.join(' ')} ${told}`}
          onSend={() => onSend({ channelIds: ids, byHand: told })}
        >
          {words}
        </ArmButton>
        {children}
      </div>
    </>
  );
}
