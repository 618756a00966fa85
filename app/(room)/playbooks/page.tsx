import type { Metadata } from 'next';
import { PlaybookScreen } from '@/components/playbooks/playbook-screen';
import { requirePerson } from '@/components/shell/require-person.server';
import { listPlaybooks } from '@/lib/playbooks/versions.server';

export const metadata: Metadata = { title: 'Playbooks' };

export default async function PlaybooksPage() {
  await requirePerson('playbook.read');
  return <PlaybookScreen initial={await listPlaybooks(new Date())} />;
}
