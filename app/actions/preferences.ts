'use server';

import { cookies } from 'next/headers';
import { z } from 'zod';
import { action } from '@/app/action';
import { THEMES } from '@/components/shell/theme';
import { succeeded } from '@/lib/failure';

const YEAR_S = 365 * 86_400;

/** Keeps the appearance in this browser; the server reads it at the next page. */
export const setTheme = action('cluster.read', z.object({ theme: z.enum(THEMES) }), async ({ theme }) => {
  (await cookies()).set('bulkhead-theme', theme, { path: '/', maxAge: YEAR_S, sameSite: 'lax', httpOnly: true });
  return succeeded({ theme });
});

/** Which cluster triage and the top bar are about, in this browser. An id that does not exist counts as none. */
export const chooseCluster = action(
  'cluster.read',
  z.object({ clusterId: z.string().max(200) }),
  async ({ clusterId }) => {
    (await cookies()).set('bulkhead-cluster', clusterId, {
      path: '/',
      maxAge: YEAR_S,
      sameSite: 'lax',
      httpOnly: true,
    });
    return succeeded({ clusterId });
  },
);
