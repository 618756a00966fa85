'use client';

import type { FormEvent } from 'react';
import { createPerson } from '@/app/actions/people';
import { Button } from '@/components/ui/button';
import { Field, Select } from '@/components/ui/field';
import { ErrorNote } from '@/components/ui/states';
import { Role } from '@/lib/auth/person';
import { useChange } from './use-change';

/** The commander types an initial password and passes it on; the person changes it under "Your sign-ins". */
export function NewPersonForm({ onDone }: { onDone: () => void }) {
  const { send, sending, failure } = useChange();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    const person = {
      name: text('name'),
      email: text('email'),
      password: text('password'),
      role: Role.parse(text('role')),
    };
    send(() => createPerson(person), onDone);
  }

  return (
    <form method="post" onSubmit={submit} aria-label="New person" className="grid w-full max-w-100 gap-3">
      <Field label="Name" name="name" required maxLength={80} autoComplete="off" autoFocus />
      <Field label="E-mail" name="email" type="email" required autoComplete="off" />
      <Field
        label="Initial password"
        name="password"
        type="password"
        required
        minLength={12}
        maxLength={256}
        autoComplete="new-password"
        hint="12 characters or more. Pass it on in person; they can change it."
      />
      <Select label="Role" name="role" defaultValue="analyst">
        {Role.options.map((role) => (
          <option key={role}>{role}</option>
        ))}
      </Select>
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="flex gap-2">
        <Button type="submit" look="solid" disabledReason={sending ? 'Adding' : null}>
          Add person
        </Button>
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
