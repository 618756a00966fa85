import 'server-only';
import { notFound } from 'next/navigation';
import { requirePerson } from '@/components/shell/require-person.server';
import type { CaseView } from '@/lib/cases/case';
import { viewCaseByNumber } from '@/lib/cases/read.server';

const MAX_NUMBER = 2 ** 31 - 1; // the column is a PostgreSQL integer

/** The case that an address names, for someone who may read it; anything else is "not found". */
export async function casePage(params: Promise<{ number: string }>): Promise<CaseView> {
  await requirePerson('case.read');
  const { number } = await params;
  if (!/^\d{1,10}$/.test(number) || Number(number) > MAX_NUMBER) notFound();
  return (await viewCaseByNumber(Number(number))) ?? notFound();
}
