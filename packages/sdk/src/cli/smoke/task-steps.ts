import { EaselError } from '../../error.js';
import { expect, inputFor, need, type SmokeStep } from './smoke-context.js';

export const taskSteps: SmokeStep[] = [
  {
    name: 'create',
    async run(context) {
      const model = need(context.model, 'a model');
      const input = inputFor(context, model.default_mode);
      const metadata = { made_by: 'easel smoke' };
      context.task = await context.easel.task.create(
        { model: model.id, input, metadata },
        { idempotency_key: context.key },
      );
      context.made.push(context.task.id);
      const { status } = need(context.answer, 'an answer');
      expect(status === 202, `answered ${status} instead of 202`);
      expect(context.task.mode === model.default_mode, `mode is ${context.task.mode}, not ${model.default_mode}`);
      const location = context.answer?.headers.get('location');
      expect(location?.endsWith(`/v1/tasks/${context.task.id}`) ?? false, `Location is ${location}`);
      return context.task.id;
    },
  },
  {
    name: 'same key, same body: the same task',
    async run(context) {
      const task = need(context.task, 'a task');
      const model = need(context.model, 'a model');
      const replay = await context.easel.task.create(
        { model: model.id, input: inputFor(context, model.default_mode), metadata: task.metadata },
        { idempotency_key: context.key },
      );
      expect(replay.id === task.id, `made ${replay.id} beside ${task.id}`);
      const replayed = context.answer?.headers.get('idempotency-replayed');
      expect(replayed === 'true', `Idempotency-Replayed is ${replayed}`);
      return '';
    },
  },
  {
    name: 'same key, other body: refused',
    async run(context) {
      const { id: model, default_mode } = need(context.model, 'a model');
      need(context.task, 'a task');
      const other = { model, mode: default_mode, input: inputFor(context, default_mode) };
      const made = context.easel.task.create({ ...other, count: 2 }, { idempotency_key: context.key });
      return refusal(made, 422, 'idempotency_conflict');
    },
  },
  {
    name: 'wait',
    async run(context) {
      const task = await context.easel.task.wait(need(context.task, 'a task').id);
      context.task = task;
      expect(task.status === 'done', `ended as ${task.status}: ${task.error?.code} ${task.error?.message}`);
      expect(task.outputs.length === task.count, `${task.outputs.length} outputs for count ${task.count}`);
      expect(task.progress === 100, `done with progress ${task.progress}`);
      return `${Math.round(task.timing.run_ms ?? 0)} ms run`;
    },
  },
  {
    name: 'attempts',
    async run(context) {
      const task = need(context.task, 'a task');
      const { items } = await context.easel.task.attempts(task.id);
      expect(items.length >= 1, 'there is none');
      expect(
        items.some(({ state }) => state === 'succeeded'),
        `states: ${items.map(({ state }) => state).join(', ')}`,
      );
      return `${items.length}`;
    },
  },
  {
    name: 'list',
    async run(context) {
      const task = need(context.task, 'a task');
      const page = await context.easel.task.list({ limit: 5, status: ['done'], model: task.model });
      expect(
        page.items.some(({ id }) => id === task.id),
        'the task is not among the newest five that are done',
      );
      return '';
    },
  },
  {
    name: 'cancel',
    async run(context) {
      const model = need(context.model, 'a model');
      const count = model.modes[model.default_mode]?.max_count ?? 1;
      const input = inputFor(context, model.default_mode);
      const created = await context.easel.task.create({ model: model.id, input, count, lane: 'background' });
      context.made.push(created.id);
      const asked = await context.easel.task.cancel(created.id);
      expect(asked.status === 'cancelled' || asked.cancel_requested_at !== null, 'cancel_requested_at is not set');
      const ended = await context.easel.task.wait(created.id);
      expect(ended.status === 'cancelled', `ended as ${ended.status}`);
      const again = await context.easel.task.cancel(created.id);
      expect(again.version === ended.version, 'cancelling it again changed it');
      return '';
    },
  },
  {
    name: 'retry',
    async run(context) {
      const task = need(context.task, 'a task');
      const copy = await context.easel.task.retry(task.id);
      context.made.push(copy.id);
      expect(copy.id !== task.id && copy.retry_of === task.id, `retry_of is ${copy.retry_of}`);
      const ended = await context.easel.task.wait(copy.id);
      expect(ended.status === 'done', `ended as ${ended.status}`);
      const [was, is] = [task.outputs[0]?.sha256, ended.outputs[0]?.sha256];
      if (was === is) return 'same bytes';
      const { items } = await context.easel.task.attempts(copy.id);
      const here = items.every(({ backend_id }) => backend_id === 'embedded');
      expect(!here, 'the same input and seed made other bytes');
      return 'other bytes: rented machines differ';
    },
  },
  {
    name: 'delete',
    async run(context) {
      const task = need(context.task, 'a task');
      await context.easel.task.remove(task.id);
      await refusal(context.easel.task.get(task.id), 404, 'task_not_found');
      const output = task.outputs[0];
      if (output) await refusal(context.easel.asset.get(output.id), 404, 'asset_not_found');
      return '';
    },
  },
  {
    name: 'restore',
    async run(context) {
      const task = need(context.task, 'a task');
      const restored = await context.easel.task.restore(task.id);
      expect(restored.outputs.length === task.outputs.length, `${restored.outputs.length} outputs came back`);
      await context.easel.task.get(task.id);
      return '';
    },
  },
];

/** Expects a call to be refused with a status and code of the contract, and tells the words it was refused with. */
export async function refusal(call: Promise<unknown>, status: number, code: string): Promise<string> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error !== null, `was accepted; expected ${status} ${code}`);
  if (!(error instanceof EaselError)) throw error;
  expect(error.code === code && error.status === status, `${error.status} ${error.code} instead of ${status} ${code}`);
  expect(error.request_id !== null && error.request_id !== '', 'the problem has no request_id');
  expect(error.detail !== '', 'the problem has no detail');
  return error.detail;
}
