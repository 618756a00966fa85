import 'server-only';
import { listPlaybooks } from '../../playbooks/versions.server.ts';
import { playbookFinding } from './playbooks.ts';

/** Reads when each playbook was reviewed last. */
export const findPlaybooks = async (now: Date) => playbookFinding(await listPlaybooks(now), now);
