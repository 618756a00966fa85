import type { Metadata } from 'next';
import { casePage } from '@/components/case/case-page.server';
import { ChecklistRoom } from '@/components/checklist/checklist-room';

export const metadata: Metadata = { title: 'Checklist' };

export default async function ChecklistPage({ params }: { params: Promise<{ number: string }> }) {
  const view = await casePage(params);
  return <ChecklistRoom number={view.number} initial={view} />;
}
