import type { TaskView } from '@/lib/cases/task';

const due = ({ dueAt }: TaskView) => (dueAt ? Date.parse(dueAt) : Number.POSITIVE_INFINITY);

/** Open tasks, the one that is due first on top, those without a time last; of equals the older first. */
export const openTasks = (tasks: readonly TaskView[]): TaskView[] =>
  tasks
    .filter(({ state }) => state === 'open')
    .sort((a, b) => (due(a) === due(b) ? compare(a.createdAt, b.createdAt) : due(a) < due(b) ? -1 : 1));

/** Done and dropped ones, what ended last on top. */
export const endedTasks = (tasks: readonly TaskView[]): TaskView[] =>
  tasks.filter(({ state }) => state !== 'open').sort((a, b) => compare(b.endedAt ?? '', a.endedAt ?? ''));

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
