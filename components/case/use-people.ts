'use client';

import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { getJson } from '@/components/get-json';
import { PersonView } from '@/lib/auth/person';

/** Everybody who has an account, by name; asked for anew when somebody looks again, for no event tells of it. */
export const usePeople = (enabled = true): readonly PersonView[] => {
  const { data } = useQuery({
    queryKey: ['people'],
    queryFn: ({ signal }) => getJson(z.array(PersonView), '/api/people', signal),
    enabled,
    staleTime: 60_000,
  });
  return data ?? NOBODY;
};

const NOBODY: readonly PersonView[] = [];

/** Those who can be given something to do. */
export const active = (people: readonly PersonView[]): readonly PersonView[] =>
  people.filter(({ disabledAt }) => disabledAt === null);
