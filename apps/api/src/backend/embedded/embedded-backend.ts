import type { Settings, WorkerResult } from '@easel/contracts';
import type { Engine } from '@easel/engine';
import type { Backend, EndFacts, Observation } from '../backend.js';

interface Run {
  attempt_id: string;
  abort: AbortController;
  seen: Observation[];
  /** Resolved and replaced whenever something is added to `seen`. */
  news: PromiseWithResolvers<void>;
  /** Bytes by index. */
  outputs: Map<number, Uint8Array>;
  posters: Map<number, Uint8Array>;
}

/** A machine of our own costs nothing and is never to blame. */
const OWN: EndFacts = { fault: null, never_ran: false, billed_s: 0, deploy_hash: null, platform: null };

const cancelled = (attempt_id: string): WorkerResult => ({
  attempt_id,
  error: { code: 'cancelled_by_backend', message: 'The work was stopped.', retryable: false, detail: 'cancelled' },
});

/** Runs tasks on this machine, in child processes of the engine. The engine is loaded with the first task. */
export function createEmbeddedBackend(settings: Settings, loadEngine: () => Promise<Engine>): Backend {
  const runs = new Map<string, Run>();
  const embedded = (model: string) =>
    Object.hasOwn(settings.models, model) ? settings.models[model]?.runtimes.embedded : undefined;
  let engine: Promise<Engine> | null = null;

  function add(run: Run, seen: Observation): void {
    run.seen.push(seen);
    const { resolve } = run.news;
    run.news = Promise.withResolvers();
    resolve();
  }

  return {
    id: 'embedded',
    kind: 'embedded',
    label: 'This machine',
    survives_restart: false,
    capacity: (model) => embedded(model)?.concurrency ?? 0,
    availability: (model) => (embedded(model) ? 'ready' : 'unavailable'),
    async submit(job, files) {
      engine ??= loadEngine().catch((error: unknown) => {
        engine = null;
        throw error;
      });
      const run: Run = {
        attempt_id: job.attempt_id,
        abort: new AbortController(),
        seen: [],
        news: Promise.withResolvers(),
        outputs: new Map(),
        posters: new Map(),
      };
      runs.set(job.attempt_id, run);
      const started = await engine;
      started
        .run(job, files, {
          signal: run.abort.signal,
          on_event: (event, bytes, poster) => {
            if (event.type === 'output' && bytes) run.outputs.set(event.output.index, bytes);
            if (event.type === 'output' && poster) run.posters.set(event.output.index, poster);
            add(run, { kind: 'event', event });
          },
        })
        .then(({ result, outputs }) => {
          if (!('error' in result)) {
            for (const [i, output] of result.outputs.entries()) {
              const bytes = outputs[i];
              if (bytes) run.outputs.set(output.index, bytes);
            }
          }
          add(run, { kind: 'result', result, facts: OWN });
        })
        .catch((error: unknown) => {
          const message = 'The engine failed.';
          const result: WorkerResult = run.abort.signal.aborted
            ? cancelled(job.attempt_id)
            : {
                attempt_id: job.attempt_id,
                error: { code: 'model_error', message, retryable: true, detail: String(error) },
              };
          add(run, { kind: 'result', result, facts: OWN });
        });
      return { kind: 'accepted', handle: job.attempt_id };
    },
    async *observe({ handle }, signal) {
      const run = runs.get(handle);
      if (!run) return;
      const away = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      for (let next = 0; !signal.aborted; ) {
        const seen = run.seen[next];
        if (seen === undefined) {
          await Promise.race([run.news.promise, away]);
          continue;
        }
        next += 1;
        yield seen;
        if (seen.kind === 'result') return;
      }
    },
    async *fetch({ handle }, index, part) {
      const run = runs.get(handle);
      const bytes = (part === 'poster' ? run?.posters : run?.outputs)?.get(index);
      if (!bytes) throw new Error(`the ${part} ${index} of ${handle} is not held`);
      yield bytes;
    },
    async cancel({ handle }) {
      runs.get(handle)?.abort.abort();
    },
    async probe({ attempt_id }) {
      if (runs.has(attempt_id)) return { kind: 'accepted', handle: attempt_id };
      return { kind: 'unknown', message: 'This process does not know the attempt.' };
    },
    release({ handle }) {
      runs.get(handle)?.abort.abort();
      runs.delete(handle);
    },
    async close() {
      for (const run of runs.values()) run.abort.abort();
      if (engine) await (await engine).close();
    },
  };
}
