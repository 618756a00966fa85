'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { changeRole, offerNewPassword, revokeSessions, setDisabled } from '@/app/actions/people';
import { Section, STACK } from '@/components/settings/section';
import { useRoom, useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { ErrorNote } from '@/components/ui/states';
import { type AccessView, type LinkOnce, type PersonView, Role } from '@/lib/auth/person';
import { accessQuery } from './access-query';
import { Once } from './once';
import { useChange } from './use-change';

/** Who has an account, in which role; commanders change it here. What may not be done is shown with its reason. */
export function PeopleTable({ initial }: { initial: AccessView }) {
  const { data } = useQuery({ ...accessQuery, initialData: initial });
  const { send, sending, failure } = useChange();
  const [link, setLink] = useState<(LinkOnce & { name: string }) | null>(null);
  const whyNot = useWhyNot('people.manage');
  const held = whyNot ?? (sending ? 'A change is on its way' : null);
  return (
    <Section
      id="people"
      title="People"
      lead="A role holds from the next click on. Somebody disabled is signed out at once, and their API tokens end."
    >
      {failure ? <ErrorNote {...failure} /> : null}
      {link ? (
        <Once
          label={`Link for a new password of ${link.name}`}
          secret={link.link}
          expiresAt={link.expiresAt}
          onDone={() => setLink(null)}
        />
      ) : null}
      <table className={STACK.table}>
        <thead className={STACK.head}>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">E-mail</th>
            <th scope="col">Role</th>
            <th scope="col" className="num">
              Sign-ins
            </th>
            <th scope="col">
              <span className="sr-only">Changes</span>
            </th>
          </tr>
        </thead>
        <tbody className={STACK.body}>
          {data.people.map((person) => (
            <PersonRow key={person.id} person={person} held={held} send={send} onLink={setLink} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

interface PersonRowProps {
  person: PersonView;
  held: string | null;
  send: ReturnType<typeof useChange>['send'];
  onLink: (link: LinkOnce & { name: string }) => void;
}

function PersonRow({ person, held, send, onLink }: PersonRowProps) {
  const { id, name, email, disabledAt, sessions, external } = person;
  const isMe = useRoom().person.id === id;
  const disabled = disabledAt !== null;
  return (
    <tr className={STACK.row}>
      <th scope="row" className={`${STACK.cell} font-medium`}>
        {name}
        {isMe ? <span className="meta"> you</span> : null} {disabled ? <Chip tone="waits">Disabled</Chip> : null}
      </th>
      <td className={`${STACK.cell} text-fg-2`}>
        {email ?? (held && sessions === null ? 'shown to commanders' : 'no confirmed e-mail')}
      </td>
      <td className={STACK.cell}>
        <RoleOf person={person} held={held} send={send} />
      </td>
      <td className={`${STACK.cell} num text-fg-2`}>
        {sessions === null ? '' : sessions}
        <span className="sm:hidden"> sign-ins</span>
      </td>
      <td className={STACK.cell}>
        <span className="flex flex-wrap justify-end gap-2">
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
            disabledReason={
              held ??
              (external ? 'Signs in through the identity provider' : disabled ? 'The account is disabled' : null)
            }
            aria-label={`Make a link for a new password of ${name}`}
            onClick={() =>
              send(
                () => offerNewPassword({ personId: id }),
                (made) => onLink({ ...made, name }),
              )
            }
          >
            New password
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

function RoleOf({ person: { id, name, role, external }, held, send }: Omit<PersonRowProps, 'onLink'>) {
  if (external) return <span title="From the groups at the identity provider, at every sign-in">{role}, by group</span>;
  if (held) return <span title={held}>{role}</span>;
  return (
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
  );
}
