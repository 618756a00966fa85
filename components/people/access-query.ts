import { queryOptions } from '@tanstack/react-query';
import { getJson } from '@/components/get-json';
import { AccessView } from '@/lib/auth/person';
import { keys } from '@/lib/live/keys';

/** Asked again when the event stream tells that people, sign-ins, invitations or tokens changed. */
export const accessQuery = queryOptions({
  queryKey: keys.access(),
  queryFn: ({ signal }) => getJson(AccessView, '/api/people/access', signal),
  staleTime: Number.POSITIVE_INFINITY,
});
