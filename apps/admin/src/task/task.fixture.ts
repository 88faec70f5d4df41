import type { Task } from '@easel/contracts';

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
