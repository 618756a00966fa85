'use client';

import { signIn } from 'next-auth/react';
import { type FormEvent, useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Kbd } from '@/components/ui/kbd';
import { Refused } from './refused';

const NO_ANSWER = 'Bulkhead does not answer. Nothing was sent on. Try again.';

/** `signInAndGo` is also what follows the first account. Answers the words of a refusal; otherwise the page changes. */
export async function signInAndGo(email: string, password: string, goTo: string): Promise<string> {
  const result = await signIn('credentials', { redirect: false, email, password }).catch(() => undefined);
  if (!result) return NO_ANSWER;
  if (result.error) return result.error;
  window.location.assign(goTo); // a whole load, so that nothing of before the sign-in is left in memory
  return '';
}

export function SignInForm({ goTo }: { goTo: string }) {
  const [refused, setRefused] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const ready = useReady();

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setSending(true);
    setRefused(null);
    const words = await signInAndGo(String(form.get('email')), String(form.get('password')), goTo);
    if (!words) return;
    setRefused(words);
    setSending(false);
  }

  return (
    <form method="post" onSubmit={send} className="mt-4 grid gap-3">
      <Field label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        maxLength={256}
      />
      <Refused words={refused} />
      <Button
        type="submit"
        look="solid"
        big
        className="w-full"
        disabledReason={sending ? 'Signing in' : ready ? null : 'Loading'}
      >
        {sending ? 'Signing in' : 'Sign in'}
        <Kbd>Enter</Kbd>
      </Button>
    </form>
  );
}

/** Until the browser has taken over, the form would send a password in the browser's own way. */
export function useReady(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return ready;
}
