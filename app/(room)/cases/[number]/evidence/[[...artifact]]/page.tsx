import type { Metadata } from 'next';
import { casePage } from '@/components/case/case-page.server';
import { EvidenceRoom } from '@/components/evidence/evidence-room';

export const metadata: Metadata = { title: 'Evidence' };

/** `/evidence` is the list, `/evidence/4` opens A-04. */
export default async function EvidencePage({ params }: { params: Promise<{ number: string; artifact?: string[] }> }) {
  const view = await casePage(params);
  const open = Number((await params).artifact?.[0] ?? Number.NaN);
  return <EvidenceRoom number={view.number} initial={view} open={Number.isInteger(open) ? open : null} />;
}
