'use client';

import { useState } from 'react';
import { removeChannel, testChannel } from '@/app/actions/channels';
import { useAct } from '@/components/case/use-act';
import { Section, STACK } from '@/components/settings/section';
import { useWhyNot } from '@/components/shell/room';
import { ArmButton } from '@/components/ui/arm-button';
import { Button } from '@/components/ui/button';
import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import { ErrorNote } from '@/components/ui/states';
import { type ChannelView, KIND_NAME } from '@/lib/reports/channel';
import { AddChannelForm } from './add-channel-form';
import { useChannels } from './use-reports';

interface ChannelsSectionProps {
  initial: ChannelView[];
  /** a mail server is set up */
  mail: boolean;
}

/** Where status reports can be sent. Of a target only the host, or how many people, is ever shown. */
export function ChannelsSection({ initial, mail }: ChannelsSectionProps) {
  const { data: channels = initial, refetch, error } = useChannels(initial);
  const why = useWhyNot('channel.manage');
  return (
    <Section
      id="channels"
      title="Channels for status reports"
      lead="Webhooks in Slack's form (Mattermost and Rocket.Chat take it too) and in the form of Teams' Workflows, and mail. Targets are encrypted and not shown again. What was sent to whom stands in the case and in the action log."
    >
      {error ? <ErrorNote title={error.message} /> : null}
      {channels.length === 0 ? (
        <p className="text-fg-2">No channel is set up: reports can be copied, or told by hand.</p>
      ) : (
        <table className={STACK.table} aria-label="Channels">
          <thead className={STACK.head}>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Form</th>
              <th scope="col">Where</th>
              <th scope="col">Added by</th>
              <th scope="col">
                <span className="sr-only">Test and remove</span>
              </th>
            </tr>
          </thead>
          <tbody className={STACK.body}>
            {channels.map((channel) => (
              <Row key={channel.id} channel={channel} why={why} changed={() => void refetch()} />
            ))}
          </tbody>
        </table>
      )}
      {why ? <p className="meta">{why}</p> : <AddChannelForm mail={mail} added={() => void refetch()} />}
    </Section>
  );
}

interface RowProps {
  channel: ChannelView;
  why: string | null;
  changed: () => void;
}

function Row({ channel, why, changed }: RowProps) {
  const { id, name, kind, where, fault, createdBy } = channel;
  const { act, busy, failure } = useAct();
  const [tested, setTested] = useState<{ outcome: 'succeeded' | 'failed' | 'unknown'; words: string } | null>(null);
  const test = () =>
    act(async () => {
      setTested(null);
      const result = await testChannel({ channelId: id });
      if (result.ok) setTested(result.value);
      return result;
    });
  const remove = async () => {
    if (await act(() => removeChannel({ channelId: id }))) changed();
  };
  const held = why ?? (busy ? 'Waiting for an answer' : null);
  return (
    <tr className={STACK.row}>
      <th scope="row" className={STACK.cell}>
        <HostileText mono={false} text={name} max={60} />
      </th>
      <td className={STACK.cell}>{KIND_NAME[kind]}</td>
      <td className={`${STACK.cell} whitespace-normal text-fg-2`}>
        {where === null ? null : <HostileText text={where} max={120} />}
        {fault ? <span className="block text-s2-fg">{fault}</span> : null}
        {tested ? (
          <span role="status" className="flex items-start gap-1.5 wrap-anywhere">
            <StatusGlyph kind={tested.outcome === 'succeeded' ? 'ok' : tested.outcome} size={14} />
            <HostileText mono={false} text={tested.words} max={300} />
          </span>
        ) : null}
        {failure ? <ErrorNote {...failure} /> : null}
      </td>
      <td className={`${STACK.cell} text-fg-2`}>{createdBy}</td>
      <td className={`${STACK.cell} text-right!`}>
        <span className="inline-flex gap-2">
          <Button
            look="quiet"
            disabledReason={held ?? fault}
            aria-label={`Send a test message to ${name}`}
            onClick={test}
          >
            Send a test message
          </Button>
          <ArmButton
            big={false}
            writes={false}
            look="quiet"
            armedWords="Press again to remove it"
            busyWords={null}
            disabledReason={held}
            target={id}
            onSend={() => void remove()}
          >
            Remove
          </ArmButton>
        </span>
      </td>
    </tr>
  );
}
