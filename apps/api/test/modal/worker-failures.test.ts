import { modalClassName } from '@easel/contracts';
import { ModalFailure } from '@easel/modal-emulator';
import { expect, test } from 'vitest';
import { PAINT } from '../harness.js';
import { APP, attemptsOf, draw, executions, failure, startWorld, type Work, type World } from './modal-world.js';

/** Fails the first time and draws afterwards. */
function once(fail: Work): Work {
  let failed = false;
  return async (job, context) => {
    if (failed) return draw(job, context);
    failed = true;
    return fail(job, context);
  };
}

async function run(work: Work): Promise<{ world: World; id: string }> {
  const world = await startWorld({ work });
  const { id } = await world.app.create();
  return { world, id };
}

test.each([
  ['out_of_memory', false],
  ['model_error', true],
  ['invalid_output', true],
] as const)('%s from the worker is repeated: %s', async (code, again) => {
  const { world, id } = await run(once(async () => ({ error: failure(code, again) })));
  const task = await world.app.ended(id);
  const attempts = await attemptsOf(world.app, id);
  expect(attempts[0]).toMatchObject({ state: 'failed', error: { code }, error_detail: 'for operators' });
  expect(task).toMatchObject(again ? { status: 'done', attempt: 2 } : { status: 'failed', error: { code } });
  expect(executions(world.workspace)).toMatchObject({ calls: again ? 2 : 1, completed: again ? 2 : 1 });
});

test('an exception of the worker is a model error; its traceback is for operators alone', async () => {
  const { world, id } = await run(
    once(async () => {
      throw new ModalFailure('FAILURE', 'ValueError("no such layer")', 'Traceback: line 1, in forward');
    }),
  );
  const task = await world.app.ended(id);
  expect(task).toMatchObject({ status: 'done', attempt: 2 });
  const [first] = await attemptsOf(world.app, id);
  expect(first).toMatchObject({ error: { code: 'model_error', retryable: true }, platform: { status: 'failure' } });
  expect(first?.platform.traceback).toContain('in forward');
  expect(executions(world.workspace)).toMatchObject({ calls: 2, completed: 1 });
  const shown = await world.app.call('GET', `/v1/tasks/${id}/attempts`);
  expect(shown.text).not.toContain('in forward');
});

test('an exception that says out of memory, and an eviction, are out of memory', async () => {
  for (const thrown of [
    new ModalFailure('FAILURE', 'torch.OutOfMemoryError: CUDA out of memory'),
    new ModalFailure('MEMORY_MANAGER_EVICTION', 'evicted'),
  ]) {
    const { world, id } = await run(async () => {
      throw thrown;
    });
    expect(await world.app.ended(id)).toMatchObject({ status: 'failed', error: { code: 'out_of_memory' } });
    expect(executions(world.workspace)).toMatchObject({ calls: 1 });
  }
});

test('what cannot be decoded is invalid, and repeated', async () => {
  const { world, id } = await run(once(async () => [Buffer.from('no picture at all')]));
  const task = await world.app.ended(id);
  expect(task).toMatchObject({ status: 'done', attempt: 2 });
  expect((await attemptsOf(world.app, id))[0]).toMatchObject({ error: { code: 'invalid_output' } });
  expect(executions(world.workspace)).toMatchObject({ calls: 2, completed: 2 });
});

test('a job of another version is refused: it never ran, does not count, and waits for a newer deployment', async () => {
  const world = await startWorld();
  const { id } = await world.app.create();
  await world.app.ended(id);
  let refusals = 0;
  world.workspace.deploy(APP, {
    [modalClassName(PAINT)]: {
      kind: 'class',
      methods: {
        generate: () => {
          refusals += 1;
          return {
            reply: JSON.stringify({ refused: { reason: 'job_version', message: 'job_version 1 is not 2' } }),
            files: {},
          };
        },
      },
    },
  });
  const second = await world.app.create();
  while (refusals < 1) await new Promise((resolve) => setTimeout(resolve, 10));
  await world.app.until(second.id, (task) => task.status === 'pending');
  expect((await attemptsOf(world.app, second.id))[0]).toMatchObject({
    state: 'failed',
    error: { code: 'model_error' },
  });
  world.deploy(draw);
  expect(await world.app.ended(second.id)).toMatchObject({ status: 'done', attempt: 1 });
});
