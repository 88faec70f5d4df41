import type { Task } from '@easel/sdk';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { recentTasksQuery, taskQuery } from './task.queries';

const route = getRouteApi('/');

/** The task in sight: the one that the address names, else the last one. */
export function useCurrentTask(): { task: Task | undefined; isError: boolean } {
  const { task: id } = route.useSearch();
  const { data: recent } = useQuery(recentTasksQuery());
  const named = useQuery({ ...taskQuery(id ?? ''), enabled: id !== undefined });
  const newest = recent?.[0];
  if (id === undefined) return { task: newest, isError: false };
  return { task: recent?.find((task) => task.id === id) ?? named.data, isError: named.isError };
}
