import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Job, parseSettings, type WorkerEvent } from '@easel/contracts';
import type { Engine, RunOptions } from '@easel/engine';

export const SHIPPED = fileURLToPath(new URL('../models', import.meta.url));
export const FIXTURES = fileURLToPath(new URL('./models', import.meta.url));

const settings = JSON.parse(readFileSync(new URL('../../../inference_settings.json', import.meta.url), 'utf8'));

/** The first model of the settings that the engine runs in a mode, and its runtime. */
function shipped(mode: Job['mode']) {
  for (const [id, model] of Object.entries(parseSettings(settings).models)) {
    if (model.runtimes.embedded && model.modes[mode]) return [id, model.runtimes.embedded] as const;
  }
  throw new Error(`no model of the settings runs ${mode} on the embedded engine`);
}
const [shippedModel, shippedRuntime] = shipped('txt2img');
const [enlargingModel, enlargingRuntime] = shipped('upscale');

export const SHIPPED_WEIGHTS = shippedRuntime.weights;
/** What the settings give where nothing was asked for. */
export const shippedDefaults: Record<string, unknown> = Object.fromEntries(
  Object.entries(parseSettings(settings).models[shippedModel]?.parameters ?? {}).flatMap(([name, parameter]) =>
    'default' in parameter && parameter.default !== null ? [[name, parameter.default]] : [],
  ),
);
export const ENLARGING_WEIGHTS = enlargingRuntime.weights;

const ATTEMPT = 'att_01jd5k0m3r8x9v2w4y6z7a8b9c';

export interface JobParts {
  weights?: string;
  count?: number;
  mode?: Job['mode'];
  input?: Record<string, unknown>;
  format?: Job['output']['format'];
  timeout_s?: number;
  memory_mib?: number;
  recipe?: Record<string, unknown> | null;
}

export function makeJob({ weights = SHIPPED_WEIGHTS, input = {}, recipe, ...parts }: JobParts = {}): Job {
  const full = { prompt: 'a red apple', seed: 3, width: 512, height: 512, steps: 8, guidance_scale: 2.5, ...input };
  const { timeout_s = 60, memory_mib = shippedRuntime.memory_mib } = parts;
  const mode = parts.mode ?? 'txt2img';
  return {
    job_version: 1,
    task_id: 'task_01jd5k0m3r8x9v2w4y6z7a8b9c',
    attempt_id: ATTEMPT,
    model: shippedModel,
    mode,
    input: full,
    count: parts.count ?? 1,
    files: {},
    runtime: { engine: 'onnx', weights, concurrency: 1, timeout_s, memory_mib },
    output: { format: parts.format ?? 'png', recipe: recipe === undefined ? { mode, input: full } : recipe },
    progress: null,
    deadline_at: '2030-01-01T00:00:00.000Z',
  };
}

/** A job that enlarges; its picture is the file `image`. */
export function enlargeJob({ input, ...parts }: Pick<JobParts, 'input' | 'format'> = {}): Job {
  const full = { scale: 2, kind: 'drawing', ...input };
  const job = makeJob({ ...parts, mode: 'upscale' });
  const recipe = { model: enlargingModel, mode: 'upscale', input: full };
  return { ...job, model: enlargingModel, input: full, runtime: enlargingRuntime, output: { ...job.output, recipe } };
}

/** A job for one of the small models in test/models. */
export const smallJob = (weights: string, parts: JobParts = {}): Job =>
  makeJob({ ...parts, weights, input: { width: 32, height: 32, steps: 4, ...parts.input } });

/** Runs a job and keeps its events. */
export async function watch(
  engine: Engine,
  job: Job,
  files: Record<string, Uint8Array> = {},
  options: RunOptions = {},
) {
  const events: WorkerEvent[] = [];
  const on_event: RunOptions['on_event'] = (event, bytes, poster) => {
    events.push(event);
    options.on_event?.(event, bytes, poster);
  };
  const { result, outputs } = await engine.run(job, files, { ...options, on_event });
  return { result, outputs, events, error: 'error' in result ? result.error : null };
}
