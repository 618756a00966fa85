'use client';

import { type FormEvent, useState } from 'react';
import { addChannel } from '@/app/actions/channels';
import { useAct } from '@/components/case/use-act';
import { Button } from '@/components/ui/button';
import { Field, Select } from '@/components/ui/field';
import { ErrorNote } from '@/components/ui/states';
import { CHANNEL_KINDS, ChannelKind, KIND_NAME, understandTarget } from '@/lib/reports/channel';

const TARGET: Record<ChannelKind, { label: string; hint: string }> = {
  slack: { label: 'Webhook', hint: 'As Slack, Mattermost or Rocket.Chat gave it. It is not shown again.' },
  teams: { label: 'Webhook', hint: 'Of a Teams workflow "when a webhook request is received". It is not shown again.' },
  email: { label: 'E-mail addresses', hint: 'One or several, with commas between. They are not shown again.' },
};

interface AddChannelFormProps {
  mail: boolean;
  added: () => void;
}

export function AddChannelForm({ mail, added }: AddChannelFormProps) {
  const { act, busy, failure } = useAct();
  const [kind, setKind] = useState<ChannelKind>('slack');
  const [target, setTarget] = useState('');
  const understood = target.trim() === '' ? null : understandTarget(kind, target.trim());

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get('name') ?? '');
    if (!(await act(() => addChannel({ name, kind, target })))) return;
    form.reset();
    setTarget('');
    added();
  }

  return (
    <form method="post" onSubmit={submit} aria-label="New channel" className="grid w-full max-w-160 gap-3">
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-48 flex-1">
          <Field label="Name" name="name" required maxLength={60} autoComplete="off" placeholder="#incidents" />
        </div>
        <Select
          label="Form"
          name="kind"
          value={kind}
          onChange={(event) => setKind(ChannelKind.parse(event.target.value))}
        >
          {CHANNEL_KINDS.map((each) => (
            <option key={each} value={each}>
              {KIND_NAME[each]}
            </option>
          ))}
        </Select>
      </div>
      <Field
        label={TARGET[kind].label}
        name="target"
        required
        autoComplete="off"
        spellCheck={false}
        value={target}
        onChange={(event) => setTarget(event.target.value)}
        hint={understood?.ok ? `Understood as ${understood.where}` : TARGET[kind].hint}
        error={understood && !understood.ok ? `It ${understood.words}.` : null}
      />
      {kind === 'email' && !mail ? (
        <p className="meta text-s2-fg">SMTP_URL is not set: until it is, no mail can be sent.</p>
      ) : null}
      {failure ? <ErrorNote {...failure} /> : null}
      <div>
        <Button type="submit" disabledReason={busy ? 'Being added' : null}>
          Add channel
        </Button>
      </div>
    </form>
  );
}
