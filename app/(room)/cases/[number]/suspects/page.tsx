import type { Metadata } from 'next';
import { casePage } from '@/components/case/case-page.server';
import { Suspects } from '@/components/case/suspects';

export const metadata: Metadata = { title: 'Suspects' };

export default async function SuspectsPage({ params }: { params: Promise<{ number: string }> }) {
  const view = await casePage(params);
  return <Suspects number={view.number} initial={view} />;
}
