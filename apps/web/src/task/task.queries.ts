import { isTerminal, type Task } from '@easel/sdk';
import { queryOptions, skipToken } from '@tanstack/react-query';
import { easel } from '../app/client';
import { queryClient } from '../app/query-client';
import { type Live, liveKey, mergeList, newerTask, taskKey, taskListKey } from './task-cache';

/** The last tasks in any state: the strip under the result. */
export const recentTasksQuery = () =>
  queryOptions({
    queryKey: taskListKey('recent'),
    queryFn: async ({ signal }) =>
      mergeList(queryClient, 'recent', (await easel.task.list({ limit: 40 }, { signal })).items),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What waits and runs. */
export const activeTasksQuery = () =>
  queryOptions({
    queryKey: taskListKey('active'),
    queryFn: async ({ signal }) => {
      const page = await easel.task.list({ limit: 100, status: ['pending', 'processing'] }, { signal });
      return mergeList(queryClient, 'active', page.items);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What went wrong lately. */
export const failedTasksQuery = () =>
  queryOptions({
    queryKey: taskListKey('failed'),
    queryFn: async ({ signal }) =>
      mergeList(queryClient, 'failed', (await easel.task.list({ limit: 10, status: ['failed'] }, { signal })).items),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: taskKey(id),
    queryFn: async ({ signal }) => {
      const task = await easel.task.get(id, { signal });
      return newerTask(queryClient.getQueryData<Task>(taskKey(id)), task);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What the event stream tells of a running task. Never fetched. */
export const liveQuery = (id: string) =>
  queryOptions<Live>({ queryKey: liveKey(id), queryFn: skipToken, staleTime: Number.POSITIVE_INFINITY });

/** What was tried for a task, newest first. Looked at again while it runs: being out of sight is not told otherwise. */
export const attemptsQuery = (task: Pick<Task, 'id' | 'attempt' | 'status'>) =>
  queryOptions({
    queryKey: ['attempts', task.id, task.attempt, task.status],
    queryFn: async ({ signal }) =>
      (await easel.task.attempts(task.id, { limit: 10 }, { signal })).items.toSorted((a, b) => (a.id < b.id ? 1 : -1)),
    staleTime: 0,
    refetchInterval: isTerminal(task) ? false : 10_000,
  });
