import { route } from '@/app/api-route';
import { accessView } from '@/lib/auth/access.server';

/** AccessView: people, sign-ins, invitations and API tokens, as far as this person may see them. */
export const GET = route('session.own', {}, ({ person }) => accessView(person));
