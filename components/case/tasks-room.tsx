'use client';

import type { CaseView } from '@/lib/cases/case';
import { AssetList } from './asset-list';
import { RolesPanel } from './roles-panel';
import { TaskList } from './task-list';
import { useCase } from './use-case';

/** What is to be done and by whom, what the attacker may have, and who is in the room. */
export function TasksRoom({ number, initial }: { number: number; initial: CaseView }) {
  const { data: view = initial } = useCase(number, initial);
  return (
    <div className="room-split">
      <div className="pane">
        <TaskList view={view} />
        <AssetList view={view} />
      </div>
      <aside className="pane vr overflow-y-auto px-4 py-2.5" aria-label="Who is in the room">
        <RolesPanel view={view} />
      </aside>
    </div>
  );
}
