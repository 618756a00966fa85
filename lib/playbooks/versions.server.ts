import 'server-only';
import type { Phase } from '../cases/case.ts';
import type { Tx } from '../db/client.server.ts';
import { PLAYBOOKS } from './content/index.ts';
import { Playbook } from './playbook.ts';

/** The playbook of a phase as it is in force: the organisation's newest published one, else the repository's (version 0). */
export async function currentPlaybook(tx: Tx, phase: Phase): Promise<{ version: number; playbook: Playbook }> {
  const row = await tx.playbookVersion.findFirst({
    where: { phase, publishedAt: { not: null } },
    orderBy: { version: 'desc' },
  });
  return row
    ? { version: row.version, playbook: Playbook.parse(row.content) }
    : { version: 0, playbook: PLAYBOOKS[phase] };
}
