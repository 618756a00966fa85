'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useEvidence } from '@/components/evidence/use-evidence';
import { useShortcuts } from '@/components/shell/shortcuts';
import { useTimelineCount } from '@/components/timeline/use-timeline';
import { countWords } from '@/components/ui/format';
import { Tabs } from '@/components/ui/tabs';
import { type CaseView, COUNT_MAX } from '@/lib/cases/case';
import { stepCount } from './criteria';
import { useChecklist } from './use-case';
import { useTasks } from './use-tasks';

/** The rooms of a case, each with how much is in it. */
export function CaseTabs({ view }: { view: CaseView }) {
  const path = usePathname();
  const { id, number, counts } = view;
  const timeline = useTimelineCount(number, id, counts.timeline);
  // What the rooms have loaded is newer than the case's own counts.
  const { data: evidence } = useEvidence(number, id, { enabled: false });
  const { data: tasks } = useTasks(number, id, { enabled: false });
  const { data: checklist } = useChecklist(number, id);
  const base = `/cases/${number}`;
  const router = useRouter();
  useShortcuts([
    { keys: 'g l', words: 'Timeline of the case', run: () => router.push(`${base}/timeline`) },
    { keys: 'g e', words: 'Evidence of the case', run: () => router.push(`${base}/evidence`) },
    { keys: 'g k', words: 'Checklist of the case', run: () => router.push(`${base}/checklist`) },
  ]);
  const tab = (href: string, label: string, count?: number | string) => ({
    href,
    label,
    count: typeof count === 'number' ? bounded(count) : count,
    current: href === base ? path === base : path === href || path.startsWith(`${href}/`),
  });
  return (
    <Tabs
      label="Case"
      items={[
        tab(base, 'Room'),
        tab(`${base}/timeline`, 'Timeline', timeline),
        tab(`${base}/evidence`, 'Evidence', evidence?.length ?? counts.evidence),
        tab(`${base}/suspects`, 'Suspects', view.suspectList.length),
        tab(`${base}/checklist`, 'Checklist', checklist ? stepCount(checklist) : undefined),
        tab(
          `${base}/tasks`,
          'Tasks & assets',
          tasks?.filter(({ state }) => state === 'open').length ?? view.tasks.open,
        ),
        tab(`${base}/actions`, 'Actions', counts.actions),
      ]}
    />
  );
}

/** "10,000+": counting stops somewhere. */
const bounded = (count: number): string => (count > COUNT_MAX ? `${countWords(COUNT_MAX)}+` : countWords(count));
