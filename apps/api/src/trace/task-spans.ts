import type { SpanContext } from '@opentelemetry/api';
import type { Context } from '../context.js';
import type { AttemptRow } from '../db/schema.js';
import type { TaskBody } from '../task/task-view.js';
import type { Traces } from './tracer.js';

const ms = (at: string) => Date.parse(at);
const timeOf = (at: string | null) => (at === null ? null : ms(at));

/** How an attempt went: taken by the backend, started, run, and what it made brought home and stored. */
function attemptSpans(traces: Traces, parent: SpanContext, attempt: AttemptRow): void {
  if (attempt.finished_at === null) return;
  const { created_at, accepted_at, started_at, finished_at, run_ms } = attempt;
  // as: what our own writes put there.
  const error = attempt.error === null ? null : (JSON.parse(attempt.error) as { code: string }).code;
  const whole = traces.write({
    name: 'attempt',
    parent,
    began_at: ms(created_at),
    ended_at: ms(finished_at),
    attributes: {
      'easel.attempt.id': attempt.id,
      'easel.attempt.state': attempt.state,
      'easel.backend.id': attempt.backend_id,
      'easel.model': attempt.model,
    },
    error,
  });
  const part = (name: string, began_at: number | null, ended_at: number | null) => {
    if (began_at === null || ended_at === null) return;
    traces.write({ name, parent: whole, began_at, ended_at, attributes: {}, error: null });
  };
  const [accepted, started, finished] = [timeOf(accepted_at), timeOf(started_at), ms(finished_at)];
  const ran = started === null || run_ms === null ? finished : Math.min(started + run_ms, finished);
  part('submit', ms(created_at), accepted);
  part('start', accepted, started);
  part('run', started, ran);
  if (ran < finished) part('store', ran, finished);
}

/** The life of a task that ended: waiting, and each attempt. Written from what is stored, so a restart loses nothing. */
export async function writeTaskSpans(
  { store }: Pick<Context, 'store'>,
  traces: Traces,
  task: TaskBody,
  parent: SpanContext | null,
): Promise<void> {
  const attempts = await store.read
    .selectFrom('attempts')
    .selectAll()
    .where('task_id', '=', task.id)
    .orderBy('id')
    .execute();
  const ended_at = ms(task.finished_at ?? task.updated_at);
  const whole = traces.write({
    name: `task ${task.mode}`,
    parent,
    began_at: ms(task.created_at),
    ended_at,
    attributes: {
      'easel.task.id': task.id,
      'easel.model': task.model,
      'easel.mode': task.mode,
      'easel.task.status': task.status,
      'easel.task.attempts': task.attempt,
      'easel.task.outputs': task.outputs.length,
    },
    error: task.error?.code ?? null,
  });
  const queued = attempts[0] ? ms(attempts[0].created_at) : ended_at;
  const began_at = ms(task.created_at);
  traces.write({ name: 'queued', parent: whole, began_at, ended_at: queued, attributes: {}, error: null });
  for (const attempt of attempts) attemptSpans(traces, whole, attempt);
}
