import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';
import { deployPythonWorker } from '../../dev-modal/python-worker.js';
import { ROOT } from '../harness.js';
import { APP, attemptsOf, DEPLOY_HASH, modelCalls, startWorld } from './modal-world.js';
import { PYTHON, testWithPython } from './worker-python.js';

testWithPython('the worker in Python draws behind the emulated functions, and its picture comes back', async () => {
  const state_dir = mkdtempSync(join(tmpdir(), 'easel-python-'));
  try {
    const world = await startWorld({
      runtime: { pipeline: 'ProceduralPipeline', quantization: 'none' },
      timings: { poll_ms: 2000, ledger_ms: 60_000, call_ms: 20_000 },
    });
    const models = Object.entries(world.settings.models).flatMap(([id, { runtimes }]) =>
      runtimes.modal ? [[id, { deploy_hash: DEPLOY_HASH, runtime: runtimes.modal, revision: null }] as const] : [],
    );
    const worker = { python: PYTHON ?? '', worker_dir: join(ROOT, 'apps/worker'), state_dir };
    deployPythonWorker(world.workspace, APP, Object.fromEntries(models), worker);
    expect(await world.backend.describe(APP)).toMatchObject({
      models: Object.fromEntries(models.map(([id]) => [id, { deploy_hash: DEPLOY_HASH }])),
    });

    const { id } = await world.app.create({ input: { prompt: 'a hill', seed: 7 }, count: 2 });
    const task = await world.app.ended(id);
    expect(task).toMatchObject({ status: 'done', error: null, attempt: 1 });
    expect(task.outputs.map(({ seed }) => seed)).toEqual([7, 8]);
    const [attempt] = await attemptsOf(world.app, id);
    expect(attempt).toMatchObject({ state: 'succeeded', deploy_hash: DEPLOY_HASH });
    expect(attempt?.started_at).not.toBeNull();
    expect(modelCalls(world.workspace)).toMatchObject([{ state: 'succeeded', executions_completed: 1 }]);

    const address = await world.app.listen();
    const bytes = Buffer.from(await (await fetch(`${address}${task.outputs[0]?.url}`)).arrayBuffer());
    const { width, height } = await sharp(bytes).metadata();
    expect([width, height]).toEqual([task.outputs[0]?.width, task.outputs[0]?.height]);
    const { entropy } = await sharp(bytes).stats();
    expect(entropy).toBeGreaterThan(1);

    const again = await world.app.create({ input: { prompt: 'a hill', seed: 8 } });
    const alone = await world.app.ended(again.id);
    expect(alone.outputs[0]?.sha256).not.toBe(task.outputs[0]?.sha256);
  } finally {
    rmSync(state_dir, { recursive: true, force: true });
  }
});
