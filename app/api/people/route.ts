import { route } from '@/app/api-route';
import { listPeople } from '@/lib/auth/access.server';

/** PersonView[]: everyone, for filters and assignments; e-mails and sessions only for those who manage people. */
export const GET = route('case.read', {}, ({ mayAlso }) => listPeople(mayAlso('people.manage')));
