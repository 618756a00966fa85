'use client';

import { useState } from 'react';
import { changeRole, revokeSessions, setDisabled } from '@/app/actions/people';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/states';
import { type PersonView, Role } from '@/lib/auth/person';
import { NewPersonForm } from './new-person-form';
import { useChange } from './use-change';

interface PeopleTableProps {
  people: readonly PersonView[];
  me: string; // id of who looks
  /** why this person may not manage people, or null */
  whyNot: string | null;
}

/** Who has an account, in which role; commanders change it here. What may not be done is shown with its reason. */
export function PeopleTable({ people, me, whyNot }: PeopleTableProps) {
  const { send, sending, failure } = useChange();
  const [adding, setAdding] = useState(false);
  const held = whyNot ?? (sending ? 'A change is on its way' : null);
  return (
    <section aria-labelledby="people-title" className="grid max-w-240 justify-items-start gap-3">
      <h2 id="people-title">People</h2>
      {failure ? <ErrorNote {...failure} /> : null}
      <table className="w-full text-left">
        <thead className="meta">
          <tr className="h-(--row) border-b border-line-2">
            <th scope="col">Name</th>
            <th scope="col">E-mail</th>
            <th scope="col">Role</th>
            <th scope="col">Signed in</th>
            <th scope="col">
              <span className="sr-only">Changes</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <PersonRow key={person.id} person={person} isMe={person.id === me} held={held} send={send} />
          ))}
        </tbody>
      </table>
      {adding ? (
        <NewPersonForm onDone={() => setAdding(false)} />
      ) : (
        <Button disabledReason={whyNot} onClick={() => setAdding(true)}>
          Add a person
        </Button>
      )}
    </section>
  );
}

interface PersonRowProps {
  person: PersonView;
  isMe: boolean;
  held: string | null;
  send: ReturnType<typeof useChange>['send'];
}

function PersonRow({ person: { id, name, email, role, disabledAt, sessions }, isMe, held, send }: PersonRowProps) {
  const disabled = disabledAt !== null;
  return (
    <tr className="h-9 border-b border-line">
      <th scope="row" className="font-normal">
        {name}
        {isMe ? <span className="meta"> you</span> : null}
        {disabled ? <span className="meta"> disabled</span> : null}
      </th>
      <td className="text-fg-2">{email ?? 'shown to commanders'}</td>
      <td>
        {held ? (
          <span title={held}>{role}</span>
        ) : (
          <select
            className="field"
            aria-label={`Role of ${name}`}
            value={role}
            onChange={(event) => {
              const wanted = Role.parse(event.target.value);
              send(() => changeRole({ personId: id, role: wanted }));
            }}
          >
            {Role.options.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        )}
      </td>
      <td className="text-fg-2 tabular-nums">{sessions ?? ''}</td>
      <td>
        <span className="flex justify-end gap-2">
          <Button
            look="quiet"
            disabledReason={held ?? (sessions === 0 ? 'Not signed in' : null)}
            aria-label={`Sign out ${name} everywhere`}
            onClick={() => send(() => revokeSessions({ personId: id }))}
          >
            Sign out
          </Button>
          <Button
            look="quiet"
            disabledReason={held}
            aria-label={`${disabled ? 'Enable' : 'Disable'} ${name}`}
            onClick={() => send(() => setDisabled({ personId: id, disabled: !disabled }))}
          >
            {disabled ? 'Enable' : 'Disable'}
          </Button>
        </span>
      </td>
    </tr>
  );
}
