import type { Context } from '../context.js';
import { readTask } from './task.repository.js';
import type { TaskBody } from './task-view.js';

/**
 * Waits until a task satisfies a condition, is deleted, or the time is up. Returns the task as it is then.
 *
 * @param signal aborted when the caller has gone
 */
export async function waitForTask(
  ctx: Context,
  target: { owner_id: string; id: string },
  until: (task: TaskBody) => boolean,
  options: { timeout_ms: number; signal: AbortSignal },
): Promise<TaskBody | undefined> {
  const changed = Promise.withResolvers<void>();
  const check = async () => {
    const task = await readTask(ctx.store.read, target.owner_id, target.id);
    if (!task || until(task)) changed.resolve();
  };
  const stop = ctx.hub.subscribe(target.owner_id, (event) => {
    if (event.kind !== 'stored' || event.task_id !== target.id) return;
    if (event.event.kind === 'deleted' || until(JSON.parse(event.event.body))) changed.resolve();
  });
  const timer = setTimeout(changed.resolve, options.timeout_ms);
  options.signal.addEventListener('abort', () => changed.resolve(), { once: true });
  if (options.signal.aborted) changed.resolve();
  try {
    await check();
    await changed.promise;
    return await readTask(ctx.store.read, target.owner_id, target.id);
  } finally {
    clearTimeout(timer);
    stop();
  }
}
