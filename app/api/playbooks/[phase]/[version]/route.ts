import { z } from 'zod';
import { notFound, route } from '@/app/api-route';
import { Phase } from '@/lib/cases/case';
import { readVersion } from '@/lib/playbooks/versions.server';

const Params = z.object({ phase: Phase, version: z.coerce.number().int().min(0).max(2_147_483_647) });

/** PlaybookVersionText: one version with its text; 0 is the one that Bulkhead brings. */
export const GET = route('playbook.read', { params: Params }, async ({ params: { phase, version } }) => {
  const found = await readVersion(phase, version);
  return found ?? notFound(`version ${version} of the playbook ${phase}`);
});
