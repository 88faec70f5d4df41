import type { AdminTask, Task } from '@easel/contracts';

/** A pending task for tests; `number` makes its id and its place in time. */
export function makeTask(number: number, part: Partial<Task> = {}): Task {
  const at = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
  return {
    id: `task_${String(number).padStart(26, '0')}`,
    version: 1,
    model: 'some-model',
    mode: 'txt2img',
    type: 'image',
    status: 'pending',
    stage: null,
    progress: 0,
    step: null,
    total_steps: null,
    queue_position: 1,
    input: { prompt: 'a red apple', seed: 7 },
    count: 1,
    lane: 'interactive',
    outputs: [],
    late_outputs: [],
    warnings: [],
    error: null,
    attempt: 0,
    max_attempts: 3,
    retry_of: null,
    cancel_requested_at: null,
    timing: { queued_ms: null, start_ms: null, load_ms: null, run_ms: null, total_ms: null },
    cost_microusd: 0,
    metadata: {},
    snapshot: { model_name: 'Some model', mode_label: 'Text to image', labels: { prompt: 'Prompt', seed: 'Seed' } },
    created_at: at,
    updated_at: at,
    started_at: null,
    finished_at: null,
    ...part,
  };
}

/** The same task as a row of the list of all owners. */
export function makeRow(number: number, part: Partial<AdminTask> = {}): AdminTask {
  const task = makeTask(number);
  return {
    id: task.id,
    version: 1,
    model: task.model,
    model_name: task.snapshot.model_name,
    mode: task.mode,
    type: task.type,
    status: 'pending',
    stage: null,
    progress: 0,
    count: 1,
    lane: 'interactive',
    owner: { id: `user_${'0'.repeat(26)}`, name: 'Ada' },
    key: null,
    backend: null,
    attempt: 0,
    max_attempts: 3,
    error: null,
    prompt: 'a red apple',
    cost_microusd: 0,
    wait_ms: null,
    run_ms: null,
    created_at: task.created_at,
    finished_at: null,
    cancel_requested_at: null,
    ...part,
  };
}
