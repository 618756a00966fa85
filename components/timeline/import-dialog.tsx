'use client';

import { Dialog } from '@/components/ui/dialog';
import type { CaseView } from '@/lib/cases/case';

export function ImportDialog({ onClose }: { view: CaseView; onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Import entries">
      <p className="p-4">Reading</p>
    </Dialog>
  );
}
