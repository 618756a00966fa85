import type { Metadata } from 'next';
import { CasesBoard } from '@/components/case/cases-board';
import { requirePerson } from '@/components/shell/require-person.server';
import { listCases } from '@/lib/cases/read.server';

export const metadata: Metadata = { title: 'Cases' };

export default async function CasesPage() {
  await requirePerson('case.read');
  return <CasesBoard initial={await listCases()} />;
}
