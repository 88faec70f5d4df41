import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAINT, rentedSettings, startApp, type TestApp } from '../../test/harness.js';
import { RentedFake } from '../../test/rented-fake.js';
import { SYSTEM } from '../audit/record-audit.js';
import type { TaskRow } from '../db/schema.js';
import { cancelTask } from '../task/cancel-task.js';
import { type Claim, claimTask } from '../task/claim-task.js';
import { completeTask, endLateAttempt } from '../task/complete-task.js';
import { deleteTask } from '../task/delete-task.js';
import { cancelAttempt, failAttempt, loseAttempt } from '../task/fail-task.js';
import { expireQueued, recoverTasks } from '../task/recover-tasks.js';
import { refusedFor, requeueTask } from '../task/requeue-task.js';
import { newFairness } from '../task/schedule.js';
import { submitTask } from '../task/submit-task.js';
import { checkSpending } from './check-spending.js';

let app: TestApp;
let keys: { id: string; models: null }[];
beforeAll(async () => {
  const settings = rentedSettings();
  settings.limits.queue_max_per_user = 100_000;
  settings.limits.queue_timeout_s = 1_000_000;
  app = await startApp({ settings, backend: new RentedFake() });
  // What happens is what the test does, in its order.
  await app.ctx.runner.stop(0);
  keys = await Promise.all(
    ['a', 'b'].map(async (name) => {
      const { body } = await app.call('POST', '/v1/keys', { body: { name, scopes: ['tasks:write'] } });
      return { id: body.id, models: null };
    }),
  );
});
afterAll(() => app.stop());

const billed = (billed_s: number) => ({ ...refusedFor('lost'), fault: null, never_ran: false, billed_s });
const failure = { code: 'model_error' as const, message: 'made up', retryable: true, detail: '' };
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

type Step = { act: string; pick: number; billed_s: number };
const steps = fc.array(
  fc.record({
    act: fc.constantFrom(
      'submit',
      'submit',
      'claim',
      'claim',
      'complete',
      'fail',
      'give_up',
      'give_up',
      'end_late',
      'end_late',
      'stop',
      'lose',
      'refuse',
      'cancel',
      'delete',
      'recover',
      'expire',
    ),
    pick: fc.nat(1000),
    billed_s: fc.constantFrom(0, 0.5, 3, 500),
  }),
  { minLength: 20, maxLength: 60, size: 'max' },
);

/** Whatever happens to tasks, in whatever order, also to those that have ended already. */
async function play(all: Step[]): Promise<void> {
  const { ctx } = app;
  const owner_id = ctx.local_owner_id;
  const ids: string[] = [];
  const claims: Claim[] = [];
  // Mostly the latest, since with them the most can still happen.
  const anyOf = <T>(list: T[], pick: number) => list.at(-1 - (pick % Math.min(4, Math.max(1, list.length))));
  for (const { act, pick, billed_s } of all) {
    const id = anyOf(ids, pick);
    const claim = anyOf(claims, pick);
    const facts = billed(billed_s);
    if (act === 'submit') {
      const key = [null, ...keys][pick % 3] ?? null;
      const body = { model: PAINT, input: { prompt: 'x' } };
      ids.push((await submitTask(ctx, { owner_id, key, route: 'r', idempotency_key: undefined, body })).task.id);
    } else if (act === 'claim') {
      const made = await claimTask(ctx, newFairness(), () => true);
      made?.release();
      if (made) claims.push(made);
    } else if (act === 'recover') {
      await recoverTasks({ ...ctx, backends: { ...ctx.backends, get: () => undefined } });
    } else if (act === 'expire') {
      const limits = { ...ctx.settings.limits, queue_timeout_s: pick % 2 === 0 ? -1 : 1000 };
      await expireQueued({ store: ctx.store, settings: { ...ctx.settings, limits } });
    } else if (claim && act === 'complete') {
      await completeTask(ctx, claim, { outputs: [], warnings: [], load_ms: 0, run_ms: 1, facts });
    } else if (claim && (act === 'fail' || act === 'give_up')) {
      const late_until = act === 'give_up' ? inAnHour() : undefined;
      const error = { ...failure, retryable: pick % 2 === 0 };
      await failAttempt(ctx, claim, error, { finished: [], facts: act === 'fail' ? facts : undefined, late_until });
    } else if (claim && act === 'end_late') {
      await endLateAttempt(ctx, claim, pick % 3 === 0 ? null : { outputs: [], facts });
    } else if (claim && act === 'stop') {
      await cancelAttempt(ctx, claim, { finished: [], facts });
    } else if (claim && act === 'lose') {
      await ctx.store.write((tx) => loseAttempt(tx, claim.task.id, 'made up'));
    } else if (claim && act === 'refuse') {
      await requeueTask(ctx, claim, { ...failure, retryable: true }, { ...facts, never_ran: true });
    } else if (id && act === 'cancel') {
      await cancelTask(ctx, SYSTEM, owner_id, id).catch(() => null);
    } else if (id && act === 'delete') {
      await deleteTask(ctx, SYSTEM, owner_id, id).catch(() => null);
    }
    expect([act, await checkSpending(ctx.store.read)]).toEqual([act, []]);
  }
}

/** Ends what still waits or runs; those that were deleted were asked to stop before. */
async function endAll(): Promise<void> {
  const { ctx } = app;
  const open = await ctx.store.read
    .selectFrom('tasks')
    .select(['id', 'deleted_at'])
    .where('status', 'in', ['pending', 'processing'])
    .execute();
  for (const { id, deleted_at } of open) {
    if (deleted_at === null) await cancelTask(ctx, SYSTEM, ctx.local_owner_id, id);
  }
  await ctx.store.write(async (tx) => {
    for (const { id } of open) await loseAttempt(tx, id, 'made up');
  });
}

const sum = (rows: Pick<TaskRow, 'cost_microusd'>[]) => rows.reduce((all, row) => all + row.cost_microusd, 0);

test('whatever happens to tasks, the books agree after every step, and in the end nothing is set aside', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      // A run that fails leaves nothing to the next, or it would be shrunk to nonsense.
      await play(all).finally(endAll);
      const books = await app.ctx.store.read.selectFrom('spending').selectAll().execute();
      expect(books.filter((row) => row.reserved_microusd !== 0)).toEqual([]);
      const tasks = await app.ctx.store.read.selectFrom('tasks').selectAll().execute();
      const settled = (scope: string) =>
        books.filter((row) => row.scope === scope).reduce((all, row) => all + row.settled_microusd, 0);
      expect(settled('user')).toBe(sum(tasks));
      expect(settled('key')).toBe(sum(tasks.filter((task) => task.key_id !== null)));
    }),
    { numRuns: 60 },
  );
  const ends = await app.ctx.store.read.selectFrom('tasks').select(['status', 'cost_microusd']).execute();
  for (const status of ['done', 'failed', 'cancelled']) {
    expect(sum(ends.filter((task) => task.status === status))).toBeGreaterThan(0);
  }
});

test('the check tells of what is set aside for nothing, and of what nobody paid', async () => {
  const { store } = app.ctx;
  const wrong = (change: object) =>
    store.write((tx) => tx.db.updateTable('spending').set(change).where('scope', '=', 'user').execute());
  const before = await store.read.selectFrom('spending').selectAll().where('scope', '=', 'user').executeTakeFirst();
  await wrong({ reserved_microusd: 1 });
  expect(await checkSpending(store.read)).toEqual([expect.stringContaining('set aside 1 for 0')]);
  await wrong({ reserved_microusd: 0, settled_microusd: 0 });
  expect(await checkSpending(store.read)).toEqual([expect.stringContaining('spent 0 of')]);
  await wrong({ settled_microusd: before?.settled_microusd });
  expect(await checkSpending(store.read)).toEqual([]);
});
