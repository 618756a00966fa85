'use client';

import type { FormEvent } from 'react';
import { changeOwnPassword } from '@/app/actions/people';
import { Section } from '@/components/settings/section';
import { CompanyAccount } from '@/components/sign-in/company-account';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { ErrorNote } from '@/components/ui/states';
import { useChange } from './use-change';

interface OwnAccessProps {
  /** signs in through the identity provider, so has no password here */
  external: boolean;
  /** what people call the identity provider; null: none is set up */
  provider: string | null;
}

/** How one gets in: the password, or the way to the company account. */
export const OwnAccess = ({ external, provider }: OwnAccessProps) => (
  <Section id="own" title="Your access">
    {external ? (
      <p className="text-fg-2">
        You sign in with {provider ?? 'an identity provider'}. There is no password here, and your role comes from your
        groups there.
      </p>
    ) : (
      <>
        <PasswordForm />
        {provider ? (
          <div className="grid w-full max-w-100 gap-2">
            <h3>Connect {provider}</h3>
            <p className="text-fg-2">
              With the same, confirmed e-mail there as here. Your password ends, and from then on your role comes from
              your groups.
            </p>
            <CompanyAccount name={`Connect ${provider}`} goTo="/settings" />
          </div>
        ) : null}
      </>
    )}
  </Section>
);

function PasswordForm() {
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
    <form method="post" onSubmit={changePassword} aria-label="Change password" className="grid w-full max-w-100 gap-3">
      {failure ? <ErrorNote {...failure} /> : null}
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
  );
}
