'use server';

import { z } from 'zod';
import { action } from '@/app/action';
import { NewTokenInput } from '@/lib/auth/token';
import * as tokens from '@/lib/auth/tokens.server';

/** Makes an API token in one's own name. Its text is in the answer, and nowhere else. */
export const makeToken = action('token.own', NewTokenInput, (input, { person }) => tokens.makeToken(input, person));

export const revokeToken = action('token.own', z.object({ tokenId: z.uuid() }), (input, { person }) =>
  tokens.revokeToken(input, person),
);
