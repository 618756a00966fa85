import { expect, test } from 'vitest';
import type { TaskView } from '@/lib/cases/task';
import { endedTasks, openTasks } from './task-order';

const who = { id: '0199f000-0000-7000-8000-000000000001', name: 'Ines Okafor' };
const task = (title: string, over: Partial<TaskView> = {}): TaskView => ({
  id: title,
  caseId: 'c',
  title,
  owner: null,
  dueAt: null,
  state: 'open',
  createdBy: who,
  createdAt: '2026-11-25T03:00:00Z',
  endedAt: null,
  endedBy: null,
  ...over,
});

test('what is due first stands on top, what has no time below, of equals the older first', () => {
  const tasks = [
    task('no time, younger', { createdAt: '2026-11-25T03:05:00Z' }),
    task('due late', { dueAt: '2026-11-25T05:00:00Z' }),
    task('no time'),
    task('done', { state: 'done', endedAt: '2026-11-25T03:09:00Z' }),
    task('due soon', { dueAt: '2026-11-25T04:00:00Z', createdAt: '2026-11-25T03:30:00Z' }),
  ];
  expect(openTasks(tasks).map(({ title }) => title)).toEqual(['due soon', 'due late', 'no time', 'no time, younger']);
});

test('of what ended, the last stands on top', () => {
  const ended = (title: string, endedAt: string, state: 'done' | 'dropped' = 'done') => task(title, { state, endedAt });
  expect(
    endedTasks([ended('a', '2026-11-25T03:10:00Z'), task('open'), ended('b', '2026-11-25T03:20:00Z', 'dropped')]).map(
      ({ title }) => title,
    ),
  ).toEqual(['b', 'a']);
});
