import type { Task } from '@easel/sdk';
import { useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { applyToCache } from './live-tasks.js';

/** What can be done to anybody's task. The answers are shown at once. */
export function useTaskActions() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const again = () => {
    for (const key of ['admin_tasks', 'overview']) void client.invalidateQueries({ queryKey: [key] });
  };
  const show = (task: Task) => {
    applyToCache(client, [{ event: 'task' as const, id: null, data: task }]);
    again();
  };
  const failed = (what: string) => (error: unknown) => toast({ message: `${what}: ${explain(error)}`, tone: 'bad' });

  const cancel = useMutation({
    mutationFn: (id: string) => easel.admin_task.cancel(id),
    onSuccess: show,
    onError: failed('Not cancelled'),
  });
  const retry = useMutation({
    mutationFn: (id: string) => easel.admin_task.retry(id),
    onSuccess: (task) => {
      show(task);
      toast({
        message: 'A new task with the same input was created.',
        action: { label: 'Open', onPress: () => void navigate({ to: '/tasks/$taskId', params: { taskId: task.id } }) },
      });
    },
    onError: failed('Not retried'),
  });
  const restore = useMutation({
    mutationFn: (id: string) => easel.admin_task.restore(id),
    onSuccess: show,
    onError: failed('Not restored'),
  });
  const remove = useMutation({
    mutationFn: (id: string) => easel.admin_task.remove(id),
    onSuccess: (_, id) => {
      applyToCache(client, [{ event: 'deleted' as const, id: null, data: { task_id: id } }]);
      again();
      toast({ message: 'The task was deleted.', action: { label: 'Undo', onPress: () => restore.mutate(id) } });
    },
    onError: failed('Not deleted'),
  });
  return { cancel, retry, remove, restore };
}

export type TaskActions = ReturnType<typeof useTaskActions>;
