// Starts one busy and one stuck child, prints their process ids, and waits to be killed.
import { createEngine } from '@easel/engine';

const engine = createEngine({ weights_root: process.argv[2] ?? '', threads: 1 });
const running = ['calm', 'hang'].map((weights) => {
  const begun = Promise.withResolvers<void>();
  const input = { prompt: 'red', seed: 1, width: 32, height: 32, steps: 1000, guidance_scale: 1 };
  void engine.run(
    {
      job_version: 1,
      task_id: 'task_01jd5k0m3r8x9v2w4y6z7a8b9c',
      attempt_id: 'att_01jd5k0m3r8x9v2w4y6z7a8b9c',
      model: weights,
      mode: 'txt2img',
      input,
      count: 16,
      files: {},
      runtime: { engine: 'onnx', weights, concurrency: 1, timeout_s: 600, memory_mib: 900 },
      output: { format: 'png', recipe: null },
      progress: null,
      deadline_at: '2030-01-01T00:00:00.000Z',
    },
    {},
    { on_event: (event) => event.type === 'stage' && event.stage === 'running' && begun.resolve() },
  );
  return begun.promise;
});
await Promise.all(running);
console.log(JSON.stringify(engine.stats().pools.flatMap((pool) => pool.pids)));
