import type { Metadata } from 'next';
import { ReadinessScreen } from '@/components/readiness/readiness-screen';
import { requirePerson } from '@/components/shell/require-person.server';
import { listOwners, viewReadiness } from '@/lib/readiness/read.server';

export const metadata: Metadata = { title: 'Readiness' };

export default async function ReadinessPage() {
  await requirePerson('readiness.read');
  const [initial, people] = await Promise.all([viewReadiness(), listOwners()]);
  return <ReadinessScreen initial={initial} people={people} />;
}
