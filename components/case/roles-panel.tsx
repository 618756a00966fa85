'use client';

import { useEffect, useState } from 'react';
import { assignRole, unassignRole } from '@/app/actions/cases';
import { usePresence } from '@/components/live/presence';
import { useRoom, useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { CASE_ROLES, type CaseRole, type CaseView } from '@/lib/cases/case';
import { HandOverDialog, TakeCommandDialog } from './command-dialogs';
import { useAct } from './use-act';
import { active, usePeople } from './use-people';

export const ROLE_NAME: Record<CaseRole, string> = {
  deputy: 'Deputy',
  analyst: 'Analyst',
  scribe: 'Scribe',
  liaison: 'Liaison',
};

const SCREEN_NAME: Record<string, string> = {
  room: 'Room',
  tasks: 'Tasks and assets',
  'blast-radius': 'Blast radius',
  'this page': 'this page',
};

/** "Room", "Timeline": where in the case somebody is. */
const screenWords = (screen: string): string =>
  SCREEN_NAME[screen] ?? `${screen.charAt(0).toUpperCase()}${screen.slice(1)}`;

const frozen = (view: CaseView) => (view.closedAt ? 'The case is closed' : null);

/** Who plays which part, who is there now, and what nobody does yet. */
export function RolesPanel({ view }: { view: CaseView }) {
  const present = usePresence(view.number, view.id);
  const me = useRoom().person.id;
  const where = (id: string) =>
    present.find(({ person }) => person.id === id)?.screen ?? (id === me ? 'this page' : undefined);
  const known = new Set([view.commander.id, ...view.members.map(({ person }) => person.id)]);
  const also = present.filter(({ person }) => !known.has(person.id));
  return (
    <section aria-label="In the room">
      <h3>In the room</h3>
      <ol className="mt-1">
        <li className="role-row">
          <span className="text-fg-3">Commander</span>
          <b className="font-medium">{view.commander.name}</b>
          <Where at={where(view.commander.id)} />
        </li>
        {CASE_ROLES.map((role) => (
          <RoleRow key={role} view={view} role={role} where={where} />
        ))}
        {also.map(({ person, screen }) => (
          <li key={person.id} className="role-row">
            <span className="text-fg-3">No part</span>
            <span>{person.name}</span>
            <span className="meta">{screenWords(screen)}</span>
          </li>
        ))}
      </ol>
      <Command view={view} />
    </section>
  );
}

const Where = ({ at }: { at: string | undefined }) => (
  <span className="meta block">{at ? screenWords(at) : 'not here'}</span>
);

interface RoleRowProps {
  view: CaseView;
  role: CaseRole;
  where: (id: string) => string | undefined;
}

function RoleRow({ view, role, where }: RoleRowProps) {
  const why = useWhyNot('case.roles') ?? frozen(view);
  const [open, setOpen] = useState(false);
  const players = view.members.filter((member) => member.role === role);
  const names = players.map(({ person }) => person.name).join(', ');
  return (
    <li>
      <div className="role-row">
        <span className="text-fg-3">{ROLE_NAME[role]}</span>
        <span className="min-w-0">
          <Button
            look="quiet"
            className="role-button"
            aria-label={`${ROLE_NAME[role]}: ${names || 'nobody yet'}. Change`}
            aria-expanded={open}
            disabledReason={why}
            onClick={() => setOpen((on) => !on)}
          >
            {names ? (
              <b className="font-medium text-fg">{names}</b>
            ) : (
              <span className="text-s2-fg underline underline-offset-3">Nobody yet</span>
            )}
          </Button>
        </span>
        <span className="meta text-right">
          {players.map(({ person }) => (
            <Where key={person.id} at={where(person.id)} />
          ))}
        </span>
      </div>
      {open && !why ? <Picker view={view} role={role} onDone={() => setOpen(false)} /> : null}
    </li>
  );
}

/** Everybody with an account: a tick gives the part, taking it off takes the part. In its place, so that it works in a sheet too. */
function Picker({ view, role, onDone }: { view: CaseView; role: CaseRole; onDone: () => void }) {
  const people = active(usePeople());
  const { act, failure } = useAct();
  const [asked, setAsked] = useState<Readonly<Record<string, boolean>>>({}); // ticks on their way
  useEffect(() => setAsked({}), [view.members]);
  const plays = (personId: string) =>
    asked[personId] ?? view.members.some((member) => member.role === role && member.person.id === personId);
  const set = async (personId: string, on: boolean) => {
    setAsked((all) => ({ ...all, [personId]: on }));
    const change = on ? assignRole : unassignRole;
    if (!(await act(() => change({ caseId: view.id, personId, role })))) setAsked({});
  };
  return (
    <fieldset
      className="mb-1 border-y border-line py-1 pl-[104px]"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onDone();
      }}
    >
      <legend className="sr-only">Who is {role}</legend>
      <ul className="max-h-[40dvh] overflow-y-auto">
        {people.map((person) => (
          <li key={person.id}>
            <label className="flex min-h-(--hit) items-center gap-2.5">
              <input
                type="checkbox"
                className="check"
                checked={plays(person.id)}
                onChange={(event) => void set(person.id, event.target.checked)}
              />
              <span>{person.name}</span>
              <span className="meta">{person.role}</span>
            </label>
          </li>
        ))}
      </ul>
      {failure ? (
        <p role="alert" className="text-s1-fg">
          {failure.title} {failure.next}
        </p>
      ) : null}
      <Button look="quiet" className="px-0!" onClick={onDone}>
        Done
      </Button>
    </fieldset>
  );
}

/** The command itself: who has it offers it, another commander can take it with a reason. */
function Command({ view }: { view: CaseView }) {
  const me = useRoom().person;
  const why = useWhyNot('case.command') ?? frozen(view);
  const [open, setOpen] = useState<'hand-over' | 'take' | null>(null);
  const mine = view.commander.id === me.id;
  const close = () => setOpen(null);
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      {mine ? (
        <Button
          disabledReason={why ?? (view.handOver ? `Offered to ${view.handOver.to.name}, who has not answered` : null)}
          onClick={() => setOpen('hand-over')}
        >
          Hand over the command
        </Button>
      ) : (
        <Button disabledReason={why} onClick={() => setOpen('take')}>
          Take the command
        </Button>
      )}
      <HandOverDialog view={view} open={open === 'hand-over'} onClose={close} />
      <TakeCommandDialog view={view} open={open === 'take'} onClose={close} />
    </div>
  );
}
