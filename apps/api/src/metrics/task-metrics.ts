import { Counter, Histogram, type Registry } from 'prom-client';
import type { Context } from '../context.js';
import type { StoredEvent } from '../db/store.js';
import type { TaskBody } from '../task/task-view.js';

const WAIT_S = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800];
const RUN_S = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900];
/** An event about a task that ended longer ago tells of something else: a favourite, a deletion. */
const FRESH_MS = 60_000;

/** Counts tasks as they end, from the events that are stored anyway. */
export function countTasks({ store }: Pick<Context, 'store'>, registry: Registry): void {
  const registers = [registry];
  const finished = new Counter({
    name: 'easel_tasks_finished_total',
    help: 'Tasks that ended, by model, how, and why they failed.',
    labelNames: ['model', 'status', 'code'] as const,
    registers,
  });
  const attempts = new Counter({
    name: 'easel_attempts_total',
    help: 'Attempts that ended tasks took.',
    labelNames: ['model'] as const,
    registers,
  });
  const cost = new Counter({
    name: 'easel_cost_microusd_total',
    help: 'Estimated cost of ended tasks, in millionths of a dollar.',
    labelNames: ['model'] as const,
    registers,
  });
  const wait = new Histogram({
    name: 'easel_task_wait_seconds',
    help: 'From creation to the first sign of running, by model.',
    labelNames: ['model'] as const,
    buckets: WAIT_S,
    registers,
  });
  const run = new Histogram({
    name: 'easel_task_run_seconds',
    help: 'Running of the attempt that succeeded, by model.',
    labelNames: ['model'] as const,
    buckets: RUN_S,
    registers,
  });
  const counted = new Map<string, number>();

  function count(event: StoredEvent): void {
    // Most events are about tasks that go on: they are not even parsed.
    if (event.kind !== 'task' || event.body.includes('"finished_at":null')) return;
    const now = Date.now();
    for (const [id, at] of counted) if (now - at > FRESH_MS * 2) counted.delete(id);
    if (counted.has(event.task_id)) return;
    // as: the body that `appendTaskEvent` wrote.
    const task = JSON.parse(event.body) as TaskBody;
    if (task.finished_at === null || now - Date.parse(task.finished_at) > FRESH_MS) return;
    counted.set(event.task_id, now);
    const { model, status, timing } = task;
    finished.inc({ model, status, code: task.error?.code ?? '' });
    attempts.inc({ model }, task.attempt);
    cost.inc({ model }, task.cost_microusd);
    if (timing.queued_ms !== null && task.started_at !== null) {
      wait.observe({ model }, (timing.queued_ms + (timing.start_ms ?? 0)) / 1000);
    }
    if (status === 'done' && timing.run_ms !== null) run.observe({ model }, timing.run_ms / 1000);
  }

  store.onCommit((events) => {
    for (const event of events) count(event);
  });
}
