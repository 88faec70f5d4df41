import type { Task } from '@easel/sdk';
import { useToast } from '@easel/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import { dropTask, storeTask } from './task-cache';

/** What can be done with a task: stop, try again, delete with a way back. */
export function useTaskActions() {
  const client = useQueryClient();
  const toast = useToast();
  const navigate = useNavigate();
  return useMemo(() => {
    const complain = (error: unknown) => toast({ message: explainError(error), tone: 'bad' });

    async function restore(id: string) {
      try {
        storeTask(client, await easel.task.restore(id));
        await Promise.all([
          client.invalidateQueries({ queryKey: ['tasks'] }),
          client.invalidateQueries({ queryKey: ['assets'] }),
        ]);
      } catch (error) {
        complain(error);
      }
    }

    return {
      async stop(task: Task) {
        try {
          storeTask(client, await easel.task.cancel(task.id));
        } catch (error) {
          complain(error);
        }
      },
      async retry(task: Task) {
        try {
          const again = await easel.task.retry(task.id);
          storeTask(client, again);
          await navigate({ to: '/', search: { task: again.id } });
        } catch (error) {
          complain(error);
        }
      },
      async remove(task: Task, message = 'Deleted.') {
        dropTask(client, task.id);
        try {
          await easel.task.remove(task.id);
          toast({ message, action: { label: 'Undo', onPress: () => void restore(task.id) } });
        } catch (error) {
          complain(error);
          void client.invalidateQueries({ queryKey: ['tasks'] });
          void client.invalidateQueries({ queryKey: ['assets'] });
        }
      },
    };
  }, [client, toast, navigate]);
}
