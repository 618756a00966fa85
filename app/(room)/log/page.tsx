import type { Metadata } from 'next';
import { ActionLog } from '@/components/log/action-log';
import { requirePerson } from '@/components/shell/require-person.server';

export const metadata: Metadata = { title: 'Action log' };

export default async function LogPage() {
  await requirePerson('action-log.read');
  return <ActionLog caseId={null} />;
}
