import type { StreamEvent } from '@easel/contracts';

const MAX_REMEMBERED = 10_000;

/** Tells which events to pass on: all but tasks in a version older than one already seen. */
export function createVersionFilter(): (event: StreamEvent) => boolean {
  const versions = new Map<string, number>();
  return (event) => {
    if (event.event === 'deleted') versions.delete(event.data.task_id);
    if (event.event !== 'task') return true;
    const { id, version } = event.data;
    if (version < (versions.get(id) ?? 0)) return false;
    versions.delete(id);
    versions.set(id, version);
    const oldest = versions.keys().next().value;
    if (versions.size > MAX_REMEMBERED && oldest !== undefined) versions.delete(oldest);
    return true;
  };
}
