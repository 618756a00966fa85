'use client';

import { type FormEvent, useState } from 'react';
import { useLink as sendLink } from '@/app/actions/people';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Kbd } from '@/components/ui/kbd';
import { Refused } from './refused';
import { signInAndGo, useReady } from './sign-in-form';

interface LinkFormProps {
  token: string;
  email: string;
  /** a name to begin with; null: a new password, the name stays */
  name: string | null;
}

/** Makes the account of an invitation, or sets a new password, and signs the person in. */
export function LinkForm({ token, email, name }: LinkFormProps) {
  const [refused, setRefused] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const ready = useReady();
  const words = name === null ? 'Set password' : 'Create account';

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (field: string) => String(form.get(field) ?? '');
    setSending(true);
    setRefused(await make({ token, password: text('password'), ...(name === null ? {} : { name: text('name') }) }));
    setSending(false);
  }

  return (
    <form method="post" onSubmit={send} className="mt-4 grid gap-3">
      <Field label="E-mail" name="email" type="email" autoComplete="username" value={email} readOnly />
      {name === null ? null : (
        <Field label="Name" name="name" autoComplete="name" defaultValue={name} required maxLength={80} autoFocus />
      )}
      <Field
        label={name === null ? 'New password' : 'Password'}
        name="password"
        type="password"
        autoComplete="new-password"
        placeholder="12 characters or more"
        minLength={12}
        maxLength={256}
        required
        autoFocus={name === null}
      />
      <Refused words={refused} />
      <Button
        type="submit"
        look="solid"
        big
        className="w-full"
        disabledReason={sending ? 'Sending' : ready ? null : 'Loading'}
      >
        {words}
        <Kbd>Enter</Kbd>
      </Button>
    </form>
  );
}

async function make(input: { token: string; name?: string; password: string }): Promise<string> {
  const result = await sendLink(input).catch(() => null);
  if (!result) return 'Bulkhead does not answer. Whether it was done is not known: try to sign in.';
  if (!result.ok) return [result.failure.title, result.failure.detail, result.failure.next].filter(Boolean).join(' ');
  return signInAndGo(result.value.email, input.password, '/');
}
