import { generateModelTypes, parseSettings } from '@easel/contracts';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildOpenApi } from '../src/openapi/build-openapi.js';
import { contractRoutes } from './contract-routes.js';
import { FakeBackend } from './fake-backend.js';
import { FakeWorkspaces } from './fake-modal.js';
import { fixtureSettings, PAINT, startApp, type TestApp } from './harness.js';
import { broken, resolve, type Schema, valuesOf } from './schema-values.js';
import { openSse } from './sse-client.js';

const LONG = process.env.EASEL_LONG === '1';
const SEED = Number(process.env.EASEL_SEED ?? (LONG ? Date.now() % 1_000_000 : 7));
const RUNS = LONG ? 200 : 20;

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}
interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** The document of the fixture, as served. */
const offline = buildOpenApi(parseSettings(fixtureSettings())) as unknown as Document;
const operations = Object.entries(offline.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) => [`${method.toUpperCase()} ${path}`, method, path, operation] as const,
  ),
);

let app: TestApp;
let url: string;
let ids: Record<string, string[]>;
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': true, date: true, uri: true } });
beforeAll(async () => {
  const settings = fixtureSettings();
  settings.limits.queue_max_per_user = 50;
  const backend = new FakeBackend().always({ cancel: 'stops' });
  app = await startApp({ settings, backend, createModal: new FakeWorkspaces().create });
  const tasks = [];
  for (let i = 0; i < 3; i += 1) tasks.push(await app.ended((await app.create()).id));
  ids = { tasks: tasks.map((t) => t.id), assets: tasks.flatMap((t) => t.outputs.map((o) => o.id)), models: [PAINT] };
  const body = { kind: 'modal', label: 'Fuzzed', token_id: 'ak-fuzzed', token_secret: 'as-fuzzed' };
  const added = await app.call('POST', '/v1/admin/backends', { body });
  ids.admin = [added.body.id, 'embedded', app.ctx.local_owner_id];
  ids.account = ['session_00000000000000000000000000'];
  const key = await app.call('POST', '/v1/keys', { body: { name: 'Fuzzed', scopes: ['tasks:read'] } });
  ids.keys = [key.body.id];
  ajv.addSchema({ $id: 'doc', ...offline }, 'doc');
  url = await app.listen();
  console.log(`seed ${SEED}, ${RUNS} runs`);
});
// Work goes on after calls that paused it.
afterEach(() => app.call('PUT', '/v1/admin/dispatch', { body: { paused: false } }));
afterAll(() => app.stop());

test('the document is valid OpenAPI 3.1, and its paths are the routes of the contract and of the server', async () => {
  const served = await app.call('GET', '/openapi.json');
  expect(served.body).toEqual(JSON.parse(JSON.stringify(offline)));
  const result = await new Validator().validate(structuredClone(served.body));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  const declared = contractRoutes().map(([, route]) => `${route.method} ${route.path.replace(/:(\w+)/g, '{$1}')}`);
  expect(operations.map(([name]) => name).sort()).toEqual(declared.sort());
  for (const [, route] of contractRoutes())
    expect(app.app.hasRoute({ method: route.method, url: route.path })).toBe(true);
  expect(new Set(operations.map(([, , , operation]) => operation.operationId)).size).toBe(operations.length);
});

/** Checks one answer against what is declared; nothing undeclared leaves. */
function check(where: string, operation: Operation, answer: { status: number; text: string; type: string }): void {
  expect([where, answer.status < 500]).toEqual([where, true]);
  const response = operation.responses[String(answer.status)];
  expect([where, answer.status, response !== undefined]).toEqual([where, answer.status, true]);
  const content = Object.entries(response?.content ?? {}).find(([type]) => answer.type.startsWith(type));
  if (!/[/+]json/.test(answer.type)) return;
  expect([where, content?.[0]]).toEqual([where, expect.any(String)]);
  const schema = content?.[1].schema;
  if (!schema) throw new Error(`${where}: no schema`);
  const located = JSON.parse(JSON.stringify(schema).replaceAll('#/components', 'doc#/components'));
  const validate = ajv.compile(located);
  expect([where, validate(JSON.parse(answer.text)), validate.errors]).toEqual([where, true, null]);
}

function parameterValues(path: string, parameter: Parameter): fc.Arbitrary<unknown> {
  if (parameter.in === 'path') {
    const real = ids[path.split('/')[2] ?? ''] ?? [];
    return fc.oneof(
      { weight: real.length > 0 ? 3 : 0, arbitrary: fc.constantFrom(...real, 'unknown') },
      { weight: 1, arbitrary: fc.stringMatching(/^[\w.-]{1,40}$/) },
    );
  }
  if (parameter.name === 'wait_s') return fc.double({ min: 0, max: 0.02, noNaN: true });
  // What a header can carry.
  if (parameter.in === 'header') return fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
  return valuesOf(parameter.schema, offline.components.schemas);
}

interface Call {
  values: Record<string, unknown>;
  body?: unknown;
  extra: Record<string, string>;
}

function calls(path: string, operation: Operation, valid: boolean): fc.Arbitrary<Call> {
  const parameters = operation.parameters ?? [];
  const requiredKeys = parameters.filter((p) => p.in === 'path').map((p) => p.name);
  const values = fc.record(Object.fromEntries(parameters.map((p) => [p.name, parameterValues(path, p)])), {
    requiredKeys,
  });
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (!schema) {
    const extra = valid ? fc.constant({}) : fc.stringMatching(/^zz[a-z]{1,6}$/).map((name) => ({ [name]: '1' }));
    return fc.record({ values, extra });
  }
  const body = (valid ? valuesOf : broken)(schema, offline.components.schemas);
  return fc.record({ values, body, extra: fc.constant({}) });
}

function send(method: string, path: string, operation: Operation, call: Call) {
  const parameters = operation.parameters ?? [];
  const of = (place: Parameter['in']) =>
    parameters.flatMap((p): [string, string][] =>
      p.in === place && call.values[p.name] !== undefined ? [[p.name, String(call.values[p.name])]] : [],
    );
  const filled = of('path').reduce((text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)), path);
  const query = new URLSearchParams([...of('query'), ...Object.entries(call.extra)]).toString();
  const options = {
    headers: Object.fromEntries(of('header')),
    ...(call.body === undefined ? {} : { body: call.body }),
  };
  const where = `${method} ${filled}?${query} ${JSON.stringify(options)}`;
  return { where, url: query ? `${filled}?${query}` : filled, options };
}

const isStream = (operation: Operation) => operation.responses['200']?.content?.['text/event-stream'] !== undefined;
const isForm = (operation: Operation) => operation.requestBody?.content['multipart/form-data'] !== undefined;

describe.each(operations)('%s', (_name, method, path, operation) => {
  test('valid calls are answered as declared', async () => {
    await fc.assert(
      fc.asyncProperty(calls(path, operation, true), async (call) => {
        const { where, url: target, options } = send(method, path, operation, call);
        if (isStream(operation)) {
          const client = await openSse(url + target, String(call.values['last-event-id'] ?? '0'));
          client.close();
          check(where, operation, { status: client.status, text: '', type: '' });
          return;
        }
        const answer = await app.call(method.toUpperCase(), target, isForm(operation) ? {} : options);
        check(where, operation, {
          status: answer.status,
          text: answer.text,
          type: answer.headers['content-type'] ?? '',
        });
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
  test('invalid calls are refused as declared', async () => {
    await fc.assert(
      fc.asyncProperty(calls(path, operation, false), async (call) => {
        const { where, url: target, options } = send(method, path, operation, call);
        const answer = await app.call(
          method.toUpperCase(),
          target,
          isForm(operation) ? { ...options, body: call.values } : options,
        );
        expect([where, answer.status >= 400]).toEqual([where, true]);
        check(where, operation, {
          status: answer.status,
          text: answer.text,
          type: answer.headers['content-type'] ?? '',
        });
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});

test('most generated tasks are accepted: the schema says what the API takes', async () => {
  const schema = offline.components.schemas[`TaskCreate_${PAINT}_txt2img`];
  if (!schema) throw new Error('no schema of the first model');
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(valuesOf(schema, offline.components.schemas), async (body) => {
      // What the schema cannot say: both sides together, and one of the pairs.
      const { width: _w, height: _h, ...input } = (body as { input: Record<string, unknown> }).input;
      const answer = await app.call('POST', '/v1/tasks', {
        body: { ...(body as object), input: { ...input, steps: 10 } },
      });
      if (answer.status === 202) {
        accepted += 1;
        await app.ended(answer.body.id);
      } else {
        const seedOrBlank = answer.body.errors?.every((e: { path: string }) =>
          ['input.seed', 'input.prompt'].includes(e.path),
        );
        expect([answer.text, seedOrBlank]).toEqual([answer.text, true]);
      }
    }),
    { numRuns: 40, seed: SEED },
  );
  expect(accepted).toBeGreaterThan(10);
});

test('a model that is added to a settings file alone appears everywhere', async () => {
  const settings = fixtureSettings();
  const added = structuredClone(settings.models[PAINT]);
  added.name = 'Clay';
  added.parameters.glaze = { type: 'boolean', label: 'Glaze', default: true };
  settings.models.clay = added;
  const other = await startApp({ settings, backend: new FakeBackend().expect({}) });
  try {
    const list = await other.call('GET', '/v1/models');
    expect(list.body.items.map((m: { id: string }) => m.id)).toContain('clay');
    const model = await other.call('GET', '/v1/models/clay');
    expect(model.body.modes.txt2img.input_schema.properties.glaze).toMatchObject({ type: 'boolean', default: true });
    expect(model.body.availability).toBe('ready');
    const doc = await other.call('GET', '/openapi.json');
    const body = resolve({ $ref: '#/components/schemas/TaskCreate_clay_txt2img' }, doc.body.components.schemas);
    expect(body.properties).toMatchObject({
      model: { const: 'clay' },
      input: { properties: { glaze: { type: 'boolean' } } },
    });
    expect(generateModelTypes(parseSettings(settings))).toMatch(/clay: \{[\s\S]*glaze\?: boolean;/);
    const task = await other.create({ model: 'clay', input: { prompt: 'x', glaze: false } });
    expect((await other.ended(task.id)).input.glaze).toBe(false);
    expect(other.ctx.contract_hash).not.toBe(app.ctx.contract_hash);
  } finally {
    await other.stop();
  }
});
