import type { Metadata } from 'next';
import { DrillScreen } from '@/components/drills/drill-screen';

export const metadata: Metadata = { title: 'Drills' };

export default function DrillsPage() {
  return <DrillScreen />;
}
