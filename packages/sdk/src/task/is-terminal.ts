import type { Task } from '@easel/contracts';
import { TERMINAL } from '../generated/routes.js';

/** Whether a task has ended: done, failed or cancelled. */
export const isTerminal = (task: Pick<Task, 'status'>): boolean =>
  (TERMINAL as readonly Task['status'][]).includes(task.status);
