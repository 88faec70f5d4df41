import type { Task } from '@easel/sdk';
import { useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { applyToCache, rememberEvents } from './live-tasks.js';
import { taskQuery } from './task.queries.js';

/** What can be done to a task. The answers are shown at once; the stream may bring them again. */
export function useTaskActions() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const show = (task: Task) => {
    const events = [{ event: 'task' as const, id: null, data: task }];
    rememberEvents(events);
    applyToCache(client, events);
  };
  const failed = (what: string) => (error: unknown) => toast({ message: `${what}: ${explain(error)}`, tone: 'bad' });

  const cancel = useMutation({
    mutationFn: (id: string) => easel.task.cancel(id),
    onSuccess: show,
    onError: failed('Not cancelled'),
  });
  const retry = useMutation({
    mutationFn: (id: string) => easel.task.retry(id),
    onSuccess: (task) => {
      show(task);
      client.setQueryData(taskQuery(task.id).queryKey, task);
      toast({
        message: 'A new task with the same input was created.',
        action: { label: 'Open', onPress: () => void navigate({ to: '/tasks/$taskId', params: { taskId: task.id } }) },
      });
    },
    onError: failed('Not retried'),
  });
  const restore = useMutation({
    mutationFn: (id: string) => easel.task.restore(id),
    onSuccess: (task) => {
      client.setQueryData(taskQuery(task.id).queryKey, task);
      void client.invalidateQueries({ queryKey: ['tasks'] });
    },
    onError: failed('Not restored'),
  });
  const remove = useMutation({
    mutationFn: (id: string) => easel.task.remove(id),
    onSuccess: (_, id) => {
      const events = [{ event: 'deleted' as const, id: null, data: { task_id: id } }];
      rememberEvents(events);
      applyToCache(client, events);
      toast({ message: 'The task was deleted.', action: { label: 'Undo', onPress: () => restore.mutate(id) } });
    },
    onError: failed('Not deleted'),
  });
  return { cancel, retry, remove, restore };
}

export type TaskActions = ReturnType<typeof useTaskActions>;
