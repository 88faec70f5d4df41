import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { newestQuery, taskListQuery } from './task.queries.js';
import type { TaskFilter } from './task-filter.js';
import { withNewest } from './task-rows.js';

/** Lets what is new into the list; once more after each older page, which is added to the list as it was when asked for. */
export function useNewestTasks(filter: TaskFilter, pages: number) {
  const client = useQueryClient();
  const { data } = useQuery(newestQuery(filter));
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above for the pages
  useEffect(() => {
    if (data === undefined) return;
    client.setQueryData(taskListQuery(filter).queryKey, (old) => (old === undefined ? old : withNewest(old, data)));
  }, [client, data, filter, pages]);
}
