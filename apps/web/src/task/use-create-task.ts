import type { TaskCreate } from '@easel/contracts';
import { EaselError, type Task } from '@easel/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { easel } from '../app/client';
import { closeSubmission, submissionKey } from './submission-key';
import { storeTask } from './task-cache';

export type TaskRequest = Pick<TaskCreate, 'model' | 'mode' | 'input' | 'count'>;

async function createTask(request: TaskRequest): Promise<Task> {
  const { model, mode, input, count } = request;
  try {
    const task = await easel.task.create(
      { model, ...(mode ? { mode } : {}), input, count },
      { idempotency_key: submissionKey(request) },
    );
    closeSubmission();
    return task;
  } catch (error) {
    if (!(error instanceof EaselError) || !error.retryable) closeSubmission();
    throw error;
  }
}

/** Creates a task. What is stored appears in the queue before the event stream tells of it. */
export function useCreateTask() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: ['create-task'],
    mutationFn: createTask,
    onSuccess: (task) => storeTask(queryClient, task),
  });
}
