import type { Metadata } from 'next';
import { SHOWN } from '@/components/case/board-model';
import { CasesBoard } from '@/components/case/cases-board';
import { requirePerson } from '@/components/shell/require-person.server';
import { BoardQuery } from '@/lib/cases/board';
import { listBoard } from '@/lib/cases/board.server';
import { listCases } from '@/lib/cases/read.server';

export const metadata: Metadata = { title: 'Cases' };

interface CasesPageProps {
  searchParams: Promise<{ show?: string | string[]; q?: string | string[] }>;
}

export default async function CasesPage({ searchParams }: CasesPageProps) {
  const person = await requirePerson('case.read');
  const asked = await searchParams;
  const view = {
    show: SHOWN.find((each) => each === asked.show) ?? 'all',
    q: typeof asked.q === 'string' ? asked.q.trim().slice(0, 200) : '',
  };
  const [initial, open] = await Promise.all([listBoard(BoardQuery.parse(view), person), listCases()]);
  return <CasesBoard initial={initial} view={view} open={open} />;
}
