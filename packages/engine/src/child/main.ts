import { Worker } from 'node:worker_threads';
import type { Job } from '@easel/contracts';
import sharp from 'sharp';
import type { ChildSetup, FromChild, ToChild } from '../process/messages.js';
import { CancelledError, toWorkerError } from './errors.js';
import { loadModel, type Model, ModelRefused } from './model.js';
import { runJob } from './run-job.js';

/** Entry of a child process: loads one model folder and runs jobs one at a time. */
// The setup is given by start-child.ts, in this package.
const setup = JSON.parse(process.argv[2] ?? '{}') as ChildSetup;
new Worker(new URL('./watchdog.js', import.meta.url), { workerData: setup });
process.on('disconnect', () => process.exit(0));
// A terminal's Ctrl-C reaches the whole group: when to stop is the parent's to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
sharp.concurrency(1);
sharp.cache(false);

const send = (message: FromChild): void => {
  if (process.connected) process.send?.(message);
};

let model: Promise<Model> | null = null;
let cancelled: string | null = null;

const load = (): Promise<Model> => {
  model ??= loadModel(setup.folder, setup.threads).catch((error: unknown) => {
    model = null;
    throw error;
  });
  return model;
};

async function run(job: Job, files: Record<string, Uint8Array>): Promise<void> {
  cancelled = null;
  const begun = performance.now();
  try {
    if (!model) send({ type: 'stage', stage: 'loading' });
    const loaded = await load();
    const load_ms = performance.now() - begun;
    const before = loaded.session_ms;
    const stopIfCancelled = (): void => {
      if (cancelled === job.attempt_id) throw new CancelledError();
    };
    const report = await runJob(loaded, job, files, { send, stopIfCancelled });
    const measured = {
      load_ms,
      run_ms: performance.now() - begun - load_ms - report.encode_ms,
      encode_ms: report.encode_ms,
      session_ms: loaded.session_ms - before,
      peak_rss_mib: process.resourceUsage().maxRSS / 1024,
    };
    send({ type: 'done', measured, warnings: report.warnings, deploy_hash: loaded.hash });
  } catch (error) {
    if (error instanceof CancelledError) send({ type: 'cancelled' });
    else if (error instanceof ModelRefused) send({ type: 'failed', error: refused(error.problems) });
    else send({ type: 'failed', error: toWorkerError(error) });
  }
}

const refused = (problems: string[]) => ({
  code: 'model_error' as const,
  message: `The model's weights do not match their manifest: ${problems.join('; ')}`,
  retryable: false,
  detail: problems.join('\n'),
});

process.on('message', (message: ToChild) => {
  if (message.type === 'cancel') cancelled = message.attempt_id;
  else if (message.type === 'run') void run(message.job, message.files);
  else {
    load().then(
      () => send({ type: 'loaded', problems: [] }),
      (error: unknown) =>
        send({ type: 'loaded', problems: error instanceof ModelRefused ? error.problems : [String(error)] }),
    );
  }
});
