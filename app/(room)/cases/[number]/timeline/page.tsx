import type { Metadata } from 'next';
import { casePage } from '@/components/case/case-page.server';
import { TimelineRoom } from '@/components/timeline/timeline-room';

export const metadata: Metadata = { title: 'Timeline' };

export default async function TimelinePage({ params }: { params: Promise<{ number: string }> }) {
  const view = await casePage(params);
  return <TimelineRoom number={view.number} initial={view} />;
}
