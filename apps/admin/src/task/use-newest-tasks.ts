import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { newestQuery, taskListQuery } from './task.queries.js';
import type { TaskFilter } from './task-filter.js';
import { withNewest } from './task-rows.js';

/** Lets what is new into the list. */
export function useNewestTasks(filter: TaskFilter) {
  const client = useQueryClient();
  const { data } = useQuery(newestQuery(filter));
  useEffect(() => {
    if (data === undefined) return;
    client.setQueryData(taskListQuery(filter).queryKey, (old) => (old === undefined ? old : withNewest(old, data)));
  }, [client, data, filter]);
}
