import { Counter, Histogram, type Registry } from 'prom-client';
import type { Context } from '../context.js';
import { onTaskEnd } from '../task/on-task-end.js';

const WAIT_S = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800];
const RUN_S = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900];
/** Counts tasks as they end. */
export function countTasks(ctx: Pick<Context, 'store'>, registry: Registry): void {
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
  async function observeWait(id: string, model: string): Promise<void> {
    const tasks = ctx.store.read.selectFrom('tasks').select('wait_ms').where('id', '=', id);
    const row = await tasks.executeTakeFirst().catch(() => undefined);
    // Null for a task that never gave a sign of running.
    if (typeof row?.wait_ms === 'number') wait.observe({ model }, row.wait_ms / 1000);
  }

  onTaskEnd(ctx, ({ id, model, status, timing, error, attempt, cost_microusd }) => {
    finished.inc({ model, status, code: error?.code ?? '' });
    attempts.inc({ model }, attempt);
    cost.inc({ model }, cost_microusd);
    void observeWait(id, model);
    if (status === 'done' && timing.run_ms !== null) run.observe({ model }, timing.run_ms / 1000);
  });
}
