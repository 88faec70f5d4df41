import { Problem } from '@easel/contracts';
import { EaselError } from '../../error.js';
import { expect, inputFor, need, type SmokeContext, type SmokeStep } from './smoke-context.js';
import { refusal } from './task-steps.js';

/** Sends what the client would not, and expects a problem as the contract declares it. */
async function refusedRaw({ url }: SmokeContext, path: string, init: RequestInit, codes: string[]): Promise<void> {
  const response = await fetch(new URL(path, url), init);
  const type = response.headers.get('content-type');
  expect(type?.startsWith('application/problem+json') ?? false, `${path} answered ${response.status} with ${type}`);
  const problem = Problem.parse(await response.json());
  expect(problem.status === response.status, `status ${problem.status} in an answer ${response.status}`);
  expect(codes.includes(problem.code), `${path} answered ${problem.code} instead of ${codes.join(' or ')}`);
}

const json = { 'content-type': 'application/json' };

export const refusalSteps: SmokeStep[] = [
  {
    name: 'misspelt parameter: refused by name',
    async run(context) {
      const model = need(context.model, 'a model');
      const input = { ...inputFor(context, model.default_mode), no_such_parameter: 1 };
      const made = context.easel.task.create({ model: model.id, input });
      const detail = await refusal(made, 400, 'invalid_input');
      const error: unknown = await made.catch((reason: unknown) => reason);
      const paths = error instanceof EaselError ? error.errors.map(({ path }) => path) : [];
      expect(
        paths.some((path) => path.includes('no_such_parameter')),
        `errors name ${paths.join(', ') || 'nothing'}`,
      );
      return detail;
    },
  },
  {
    name: 'unknown model, task, asset: 404',
    async run({ easel }) {
      await refusal(easel.task.create({ model: 'no-such-model', input: {} }), 404, 'model_not_found');
      await refusal(easel.task.get('task_00000000000000000000000000'), 404, 'task_not_found');
      await refusal(easel.asset.get('asset_00000000000000000000000000'), 404, 'asset_not_found');
      return '';
    },
  },
  {
    name: 'malformed requests: problems',
    async run(context) {
      await refusedRaw(context, '/v1/tasks', { method: 'POST', headers: json, body: '{' }, ['invalid_json']);
      await refusedRaw(context, '/v1/tasks', { method: 'POST', headers: json, body: '[]' }, ['invalid_input']);
      await refusedRaw(context, '/v1/tasks?limit=0', {}, ['invalid_input']);
      await refusedRaw(context, '/v1/tasks?cursor=nonsense', {}, ['invalid_input']);
      await refusedRaw(context, '/v1/nothing', {}, ['not_found']);
      await refusedRaw(context, '/v1/tasks', { method: 'PUT' }, ['method_not_allowed', 'not_found']);
      return '';
    },
  },
  {
    name: 'upload of what is no picture: refused',
    async run({ easel }) {
      const call = easel.asset.upload(new Blob(['no picture']));
      const error: unknown = await call.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error instanceof EaselError, 'was accepted');
      expect([400, 415, 422].includes(error.status), `${error.status} ${error.code}`);
      return `${error.status} ${error.code}`;
    },
  },
];
