'use client';

import { type FormEvent, useState } from 'react';
import { createFirstAccount } from '@/app/actions/people';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Kbd } from '@/components/ui/kbd';
import { Refused } from './refused';
import { signInAndGo, useReady } from './sign-in-form';

/** Makes the first commander with the token of the link, and signs them in. */
export function FirstAccountForm({ token }: { token: string }) {
  const [refused, setRefused] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const ready = useReady();

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    setSending(true);
    setRefused(await make(token, text('name'), text('email'), text('password')));
    setSending(false);
  }

  return (
    <form method="post" onSubmit={send} className="mt-4 grid gap-3">
      <Field label="Name" name="name" autoComplete="name" required maxLength={80} autoFocus />
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        placeholder="name@company.example"
        required
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        placeholder="12 characters or more"
        minLength={12}
        maxLength={256}
        required
      />
      <Refused words={refused} />
      <div>
        <Button
          type="submit"
          look="solid"
          big
          disabledReason={sending ? 'Creating the account' : ready ? null : 'Loading'}
        >
          Create account
          <Kbd>Enter</Kbd>
        </Button>
      </div>
    </form>
  );
}

async function make(token: string, name: string, email: string, password: string): Promise<string> {
  const result = await createFirstAccount({ token, name, email, password }).catch(() => null);
  if (!result) return 'Bulkhead does not answer. Whether the account was made is not known: try to sign in.';
  if (!result.ok) return [result.failure.title, result.failure.detail, result.failure.next].filter(Boolean).join(' ');
  return signInAndGo(email, password, '/');
}
