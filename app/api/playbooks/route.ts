import { route } from '@/app/api-route';
import { listPlaybooks } from '@/lib/playbooks/versions.server';

/** PlaybookSummary[]: the five with their versions, drafts and reviews. */
export const GET = route('playbook.read', {}, () => listPlaybooks(new Date()));
