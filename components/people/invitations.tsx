'use client';

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { inviteSomebody, revokeInvitation } from '@/app/actions/people';
import { Section, STACK } from '@/components/settings/section';
import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Field, Select } from '@/components/ui/field';
import { ErrorNote } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import { type AccessView, type InvitationView, type LinkOnce, Role } from '@/lib/auth/person';
import { accessQuery } from './access-query';
import { Once } from './once';
import { useChange } from './use-change';

/** Links by which people make their own accounts, or set a new password. */
export function Invitations({ initial }: { initial: AccessView }) {
  const { data } = useQuery({ ...accessQuery, initialData: initial });
  const { send, sending, failure } = useChange();
  const [link, setLink] = useState<(LinkOnce & { email: string }) | null>(null);
  const whyNot = useWhyNot('people.manage');
  const held = whyNot ?? (sending ? 'A change is on its way' : null);
  const nameOf = (id: string) => data.people.find((person) => person.id === id)?.name ?? 'somebody';

  function invite(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const email = String(data.get('email') ?? '');
    const role = Role.parse(data.get('role'));
    send(
      () => inviteSomebody({ email, role }),
      (made) => {
        setLink({ ...made, email });
        form.reset();
      },
    );
  }

  return (
    <Section
      id="invitations"
      title="Invitations"
      lead="Whoever opens the link chooses a name and a password. It works once, for 72 hours, and only until it is revoked. Bulkhead sends nothing: pass it on yourself."
    >
      {failure ? <ErrorNote {...failure} /> : null}
      {link ? (
        <Once
          label={`Link for ${link.email}`}
          secret={link.link}
          expiresAt={link.expiresAt}
          onDone={() => setLink(null)}
        />
      ) : null}
      <form
        method="post"
        onSubmit={invite}
        aria-label="New invitation"
        className="flex w-full flex-wrap items-end gap-3"
      >
        <div className="min-w-60 flex-1 max-w-90">
          <Field label="E-mail" name="email" type="email" required autoComplete="off" />
        </div>
        <Select label="Role" name="role" defaultValue="analyst">
          {Role.options.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </Select>
        <Button type="submit" disabledReason={held}>
          Make a link
        </Button>
      </form>
      {whyNot ? (
        <p className="meta">{whyNot}</p>
      ) : (
        <OpenLinks invitations={data.invitations} held={held} send={send} nameOf={nameOf} />
      )}
    </Section>
  );
}

interface OpenLinksProps {
  invitations: readonly InvitationView[];
  held: string | null;
  send: ReturnType<typeof useChange>['send'];
  nameOf: (personId: string) => string;
}

function OpenLinks({ invitations, held, send, nameOf }: OpenLinksProps) {
  if (invitations.length === 0) return <p className="text-fg-2">No link is open.</p>;
  return (
    <table className={STACK.table} aria-label="Links that still work">
      <thead className={STACK.head}>
        <tr>
          <th scope="col">For</th>
          <th scope="col">What</th>
          <th scope="col">Made by</th>
          <th scope="col">Works until</th>
          <th scope="col">
            <span className="sr-only">Changes</span>
          </th>
        </tr>
      </thead>
      <tbody className={STACK.body}>
        {invitations.map(({ id, email, role, kind, createdById, expiresAt }) => (
          <tr key={id} className={STACK.row}>
            <th scope="row" className={STACK.cell}>
              {email}
            </th>
            <td className={STACK.cell}>{kind === 'reset' ? 'new password' : role}</td>
            <td className={`${STACK.cell} text-fg-2`}>{nameOf(createdById)}</td>
            <td className={`${STACK.cell} text-fg-2`}>
              <span className="sm:hidden">until </span>
              <Time at={expiresAt} />
            </td>
            <td className={`${STACK.cell} text-right!`}>
              <Button
                look="quiet"
                disabledReason={held}
                aria-label={`Revoke the link for ${email}`}
                onClick={() => send(() => revokeInvitation({ invitationId: id }))}
              >
                Revoke
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
