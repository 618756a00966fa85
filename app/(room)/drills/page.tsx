import type { Metadata } from 'next';
import { DrillScreen } from '@/components/drills/drill-screen';
import { requirePerson } from '@/components/shell/require-person.server';

export const metadata: Metadata = { title: 'Drills' };

export default async function DrillsPage() {
  await requirePerson('cluster.read');
  return <DrillScreen />;
}
