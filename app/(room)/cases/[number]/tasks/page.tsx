import type { Metadata } from 'next';
import { casePage } from '@/components/case/case-page.server';
import { TasksRoom } from '@/components/case/tasks-room';

export const metadata: Metadata = { title: 'Tasks and assets' };

export default async function TasksPage({ params }: { params: Promise<{ number: string }> }) {
  const view = await casePage(params);
  return <TasksRoom number={view.number} initial={view} />;
}
