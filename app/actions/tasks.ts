'use server';

import { action } from '@/app/action';
import { AddTask, ChangeTask, EndTask, ReopenTask } from '@/lib/cases/inputs';
import * as tasks from '@/lib/cases/tasks.server';

export const addTask = action('case.task', AddTask, tasks.addTask);

/** Another title, owner or time; what is left out stays. */
export const changeTask = action('case.task', ChangeTask, tasks.changeTask);

/** Done, or dropped. */
export const endTask = action('case.task', EndTask, tasks.endTask);

export const reopenTask = action('case.task', ReopenTask, tasks.reopenTask);
