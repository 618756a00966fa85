'use client';

import { useQuery } from '@tanstack/react-query';
import { endSession, signOutEverywhere } from '@/app/actions/people';
import { Section, STACK } from '@/components/settings/section';
import { useRoom, useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { AccessView, SessionView } from '@/lib/auth/person';
import { visible } from '@/lib/text/visible';
import { accessQuery } from './access-query';
import { browserWords } from './browser-words';
import { useChange } from './use-change';

/** Where one is signed in, and, for those who manage people, where everyone is. Ended ones are out at once. */
export function Sessions({ initial }: { initial: AccessView }) {
  const { data } = useQuery({ ...accessQuery, initialData: initial });
  const { send, sending, failure } = useChange();
  const me = useRoom().person.id;
  const onlyOwn = useWhyNot('people.manage') !== null;
  const held = sending ? 'A change is on its way' : null;
  const nameOf = (id: string) => data.people.find((person) => person.id === id)?.name ?? 'Somebody';
  const own = (session: SessionView) => Number(session.personId === me);
  const sessions = [...data.sessions].sort(
    (a, b) => own(b) - own(a) || nameOf(a.personId).localeCompare(nameOf(b.personId)),
  );
  return (
    <Section
      id="sessions"
      title="Sign-ins"
      lead={`A sign-in holds for 12 hours. ${onlyOwn ? 'Commanders see everyone’s.' : 'Yours first, then everyone’s.'}`}
    >
      {failure ? <ErrorNote {...failure} /> : null}
      <table className={STACK.table} aria-label="Sign-ins that hold">
        <thead className={STACK.head}>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Browser</th>
            <th scope="col">Since</th>
            <th scope="col">Ends</th>
            <th scope="col">
              <span className="sr-only">Changes</span>
            </th>
          </tr>
        </thead>
        <tbody className={STACK.body}>
          {sessions.map((session) => (
            <tr key={session.id} className={STACK.row}>
              <th scope="row" className={STACK.cell}>
                {session.personId === me ? 'You' : nameOf(session.personId)}
                {session.current ? <span className="meta"> this browser</span> : null}
              </th>
              <td className={`${STACK.cell} text-fg-2`} title={visible(session.userAgent)}>
                {browserWords(session.userAgent)}
              </td>
              <td className={`${STACK.cell} text-fg-2`}>
                <span className="sm:hidden">since </span>
                <Time at={session.createdAt} />
              </td>
              <td className={`${STACK.cell} text-fg-2`}>
                <span className="sm:hidden">ends </span>
                <Time at={session.expiresAt} />
              </td>
              <td className={`${STACK.cell} text-right!`}>
                <EndButton
                  session={session}
                  who={session.personId === me ? 'you' : nameOf(session.personId)}
                  held={held}
                  send={send}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button
        disabledReason={held}
        onClick={() =>
          send(
            () => signOutEverywhere({}),
            () => window.location.assign('/signin'),
          )
        }
      >
        Sign out everywhere
      </Button>
    </Section>
  );
}

interface EndButtonProps {
  session: SessionView;
  who: string;
  held: string | null;
  send: ReturnType<typeof useChange>['send'];
}

const EndButton = ({ session: { id, userAgent, current }, who, held, send }: EndButtonProps) => (
  <Button
    look="quiet"
    disabledReason={held ?? (current ? 'This browser: use Sign out in the menu of your name' : null)}
    aria-label={`End the sign-in of ${who}, ${browserWords(userAgent)}`}
    onClick={() => send(() => endSession({ sessionId: id }))}
  >
    End
  </Button>
);
