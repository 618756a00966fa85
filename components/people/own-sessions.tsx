'use client';

import type { FormEvent } from 'react';
import { changeOwnPassword, signOutEverywhere } from '@/app/actions/people';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { ErrorNote } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { SessionView } from '@/lib/auth/person';
import { useChange } from './use-change';

/** Where one is signed in, and the ways to end that. */
export function OwnSessions({ sessions }: { sessions: readonly SessionView[] }) {
  const { send, sending, failure } = useChange();

  function changePassword(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const input = { current: String(data.get('current') ?? ''), password: String(data.get('password') ?? '') };
    send(
      () => changeOwnPassword(input),
      () => form.reset(),
    );
  }

  return (
    <section aria-labelledby="sessions-title" className="grid max-w-240 justify-items-start gap-3">
      <h2 id="sessions-title">Your sign-ins</h2>
      {failure ? <ErrorNote {...failure} /> : null}
      <ul className="w-full">
        {sessions.map(({ id, createdAt, expiresAt, userAgent, current }) => (
          <li key={id} className="flex min-h-9 items-center gap-4 border-b border-line">
            <span>{current ? 'This browser' : 'Another browser'}</span>
            <span className="meta">
              since <Time at={createdAt} />, ends <Time at={expiresAt} />
            </span>
            <span className="meta min-w-0 truncate" title={userAgent}>
              {userAgent}
            </span>
          </li>
        ))}
      </ul>
      <Button
        disabledReason={sending ? 'A change is on its way' : null}
        onClick={() =>
          send(
            () => signOutEverywhere({}),
            () => window.location.assign('/signin'),
          )
        }
      >
        Sign out everywhere
      </Button>
      <form
        method="post"
        onSubmit={changePassword}
        aria-label="Change password"
        className="grid w-full max-w-100 gap-3"
      >
        <h3>Change password</h3>
        <Field label="Current password" name="current" type="password" autoComplete="current-password" required />
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          maxLength={256}
          hint="12 characters or more. Your other sign-ins end."
        />
        <div>
          <Button type="submit" disabledReason={sending ? 'A change is on its way' : null}>
            Change password
          </Button>
        </div>
      </form>
    </section>
  );
}
