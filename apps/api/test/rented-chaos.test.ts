import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IMPATIENT, rentedSettings, startApp, TMP } from './harness.js';
import { RentedFake } from './rented-fake.js';

const TASKS = 60;
const RESTARTS = 6;

/** Mulberry32: a run can be repeated. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SEED = Number(process.env.EASEL_TEST_SEED ?? 7);

test(`lines are cut, answers lost, processes die: every task is done once and nothing runs twice (seed ${SEED})`, async () => {
  const random = dice(SEED);
  const settings = rentedSettings();
  for (const model of Object.values<{ runtimes: { modal: object } }>(settings.models)) {
    model.runtimes = { modal: { ...model.runtimes.modal, max_containers: 4 } };
  }
  const backends = ['a', 'b', 'c'].map((id) => new RentedFake(id));
  for (const backend of backends) {
    backend.always(() => {
      const pause = new Promise<void>((resolve) => setTimeout(resolve, random() * 60));
      const fate = random();
      const steps = [
        { stage: 'running' as const },
        { wait: pause },
        ...(fate < 0.1 ? [{ breaks: true as const }] : []),
      ];
      // Told by the rented place alone: the plain fake does not know these.
      return { steps, submit: fate < 0.1 ? 'lost_request' : fate < 0.3 ? 'lost_reply' : 'accepted' } as object;
    });
  }
  let dir = await mkdtemp(join(TMP, 'easel-chaos-'));
  const start = () => startApp({ settings, backends, dir, config: { patience: IMPATIENT } });
  let app = await start();
  const disturb = setInterval(() => {
    const backend = backends[Math.floor(random() * backends.length)];
    if (random() < 0.4) backend?.cutLine(random() < 0.5 ? 'unreachable' : 'credentials');
    else backend?.mendLine();
    // Pauses of seconds would only make the test longer.
    for (const { id } of backends) app.ctx.backends.closeBreakers(id);
    app.ctx.runner.wake();
  }, 25);
  const ids: string[] = [];
  for (let restart = 0; restart < RESTARTS; restart += 1) {
    for (let i = 0; i < TASKS / RESTARTS; i += 1) ids.push((await app.create()).id);
    await new Promise((resolve) => setTimeout(resolve, 100 + random() * 200));
    const clean = random() < 0.5;
    const next = clean ? dir : await app.copyAsKilled();
    await app.stop({ backend_goes_on: true });
    if (next !== dir) await rm(dir, { recursive: true });
    dir = next;
    app = await start();
  }
  const tasks = await Promise.all(ids.map((id) => app.ended(id)));
  clearInterval(disturb);
  for (const backend of backends) backend.mendLine();
  expect(
    tasks.map(({ status, attempt, outputs, late_outputs }) => [status, attempt, outputs.length, late_outputs.length]),
  ).toEqual(tasks.map(() => ['done', 1, 1, 0]));
  const executions = backends.flatMap((backend) => [...backend.executions.values()]);
  expect(executions).toEqual(tasks.map(() => 1));
  await expect.poll(() => backends.map(({ id }) => app.ctx.backends.inFlight(id))).toEqual([0, 0, 0]);
  await app.stop();
  await rm(dir, { recursive: true });
}, 60_000);
