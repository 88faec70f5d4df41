import type { Task } from '@easel/contracts';

const AT = '2026-01-02T03:04:05.678Z';

/** A task as the API sends it. */
export const aTask = (fields: Partial<Task> = {}): Task => ({
  id: 'task_01jd5k0m3r8x9v2w4y6z7a8b9c',
  version: 1,
  model: 'sketch',
  mode: 'txt2img',
  type: 'image',
  status: 'pending',
  stage: null,
  progress: 0,
  step: null,
  total_steps: null,
  queue_position: null,
  input: {},
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
  snapshot: { model_name: 'Sketch', mode_label: 'Text to image', labels: {} },
  created_at: AT,
  updated_at: AT,
  started_at: null,
  finished_at: null,
  ...fields,
});
