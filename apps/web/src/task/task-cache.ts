import type { StreamEvent } from '@easel/contracts';
import { type Asset, isTerminal, type Task } from '@easel/sdk';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';

/** What is known of a running task beyond what is stored. */
export interface Live {
  progress: number;
  stage: Task['stage'];
  step: number | null;
  total_steps: number | null;
  queue_position: number | null;
  /** Data URLs of the last preview, by output. */
  previews: Record<number, string>;
}

export interface AssetPage {
  items: Asset[];
  next_cursor: string | null;
}

export const taskKey = (id: string) => ['task', id] as const;
export const liveKey = (id: string) => ['live', id] as const;
export const TASK_LISTS = ['recent', 'active', 'failed'] as const;
export type TaskList = (typeof TASK_LISTS)[number];
export const taskListKey = (list: TaskList) => ['tasks', list] as const;

/** Longest that a list of tasks grows in memory. */
const MAX_LISTED = 100;

const BELONGS: Record<TaskList, (task: Task) => boolean> = {
  recent: () => true,
  active: (task) => !isTerminal(task),
  failed: (task) => task.status === 'failed',
};

const byNewest = (a: { id: string }, b: { id: string }) => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** The later of two versions of one task; the one at hand when they are the same, because its addresses are fresh. */
export const newerTask = (known: Task | undefined, task: Task): Task =>
  known !== undefined && known.version > task.version ? known : task;

/** Puts a task where it belongs, in order, and takes it from where it does not. */
export function placeTask(list: TaskList, tasks: readonly Task[], task: Task): Task[] {
  const others = tasks.filter((other) => other.id !== task.id);
  return BELONGS[list](task) ? [...others, task].sort(byNewest).slice(0, MAX_LISTED) : others;
}

/** A list as fetched, with what the event stream told in the meantime: newer versions, and tasks made since. */
export function mergeList(client: QueryClient, list: TaskList, fetched: readonly Task[]): Task[] {
  const newest = fetched[0]?.id ?? '';
  const since = (client.getQueryData<Task[]>(taskListKey(list)) ?? []).filter((task) => task.id > newest);
  const all = [...since, ...fetched].map((task) => newerTask(client.getQueryData<Task>(taskKey(task.id)), task));
  for (const task of all) client.setQueryData(taskKey(task.id), task);
  return all.filter(BELONGS[list]).sort(byNewest);
}

function addToGallery(client: QueryClient, assets: readonly Asset[]): void {
  client.setQueriesData<InfiniteData<AssetPage>>({ queryKey: ['assets', 'all'] }, (data) => {
    const [first, ...rest] = data?.pages ?? [];
    if (!data || !first) return data;
    const known = new Set(data.pages.flatMap((page) => page.items.map((asset) => asset.id)));
    const added = assets.filter((asset) => !known.has(asset.id));
    if (added.length === 0) return data;
    return { ...data, pages: [{ ...first, items: [...added, ...first.items].sort(byNewest) }, ...rest] };
  });
}

/** Takes pictures out of every gallery that is in memory. */
export function dropFromGallery(client: QueryClient, gone: (asset: Asset) => boolean): void {
  client.setQueriesData<InfiniteData<AssetPage>>({ queryKey: ['assets'] }, (data) =>
    data
      ? { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.filter((a) => !gone(a)) })) }
      : data,
  );
}

/** Takes a task into the cache, unless a later version is there. */
export function storeTask(client: QueryClient, task: Task): void {
  const known = client.getQueryData<Task>(taskKey(task.id));
  if (known && known.version > task.version) return;
  client.setQueryData(taskKey(task.id), task);
  for (const list of TASK_LISTS) {
    client.setQueryData<Task[]>(taskListKey(list), (tasks) => (tasks ? placeTask(list, tasks, task) : tasks));
  }
  if (isTerminal(task)) {
    client.removeQueries({ queryKey: liveKey(task.id) });
    addToGallery(client, [...task.outputs, ...task.late_outputs]);
  }
}

/** Forgets a task and its pictures. */
export function dropTask(client: QueryClient, id: string): void {
  for (const list of TASK_LISTS) {
    client.setQueryData<Task[]>(taskListKey(list), (tasks) => tasks?.filter((task) => task.id !== id));
  }
  client.removeQueries({ queryKey: liveKey(id) });
  dropFromGallery(client, (asset) => asset.task_id === id);
}

const NOTHING: Live = { progress: 0, stage: null, step: null, total_steps: null, queue_position: null, previews: {} };

/** Takes one event of the stream into the cache. */
export function applyEvent(client: QueryClient, { event, data }: StreamEvent): void {
  switch (event) {
    case 'task':
      storeTask(client, data);
      return;
    case 'deleted':
      dropTask(client, data.task_id);
      return;
    case 'progress': {
      const { task_id, ...figures } = data;
      client.setQueryData<Live>(liveKey(task_id), (live) => ({ ...NOTHING, ...live, ...figures }));
      return;
    }
    case 'preview':
      client.setQueryData<Live>(liveKey(data.task_id), (live) => ({
        ...NOTHING,
        ...live,
        previews: { ...live?.previews, [data.index]: data.data_url },
      }));
      return;
    case 'reset':
      void client.invalidateQueries({ queryKey: ['tasks'] });
      void client.invalidateQueries({ queryKey: ['task'] });
      void client.invalidateQueries({ queryKey: ['assets'] });
  }
}
