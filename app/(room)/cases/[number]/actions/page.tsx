import type { Metadata } from 'next';
import { casePage } from '@/components/case/case-page.server';
import { ActionLog } from '@/components/log/action-log';

export const metadata: Metadata = { title: 'Actions' };

export default async function ActionsPage({ params }: { params: Promise<{ number: string }> }) {
  const view = await casePage(params);
  return <ActionLog caseId={view.id} />;
}
