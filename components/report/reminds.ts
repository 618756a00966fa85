import type { CaseView } from '@/lib/cases/case';

type Who = Pick<CaseView, 'commander' | 'closedAt'> & {
  members: readonly { person: { id: string }; role: CaseView['members'][number]['role'] }[];
};

/** Whether somebody is to be reminded of a case's status reports: its commander, a scribe, a liaison. */
export const remindsOf = ({ commander, members, closedAt }: Who, personId: string): boolean =>
  closedAt === null &&
  (commander.id === personId ||
    members.some(({ person, role }) => person.id === personId && (role === 'scribe' || role === 'liaison')));
