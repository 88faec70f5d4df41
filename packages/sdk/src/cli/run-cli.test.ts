import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStream, taskBlock } from '../../test/event-stream.js';
import { aModel } from '../../test/model-fixture.js';
import { problem } from '../../test/script-server.js';
import { aTask } from '../../test/task-fixture.js';
import { withServer } from '../../test/with-server.js';
import { runCli } from './run-cli.js';

const TASK = aTask();
const MODELS = 'GET /v1/models?limit=100';
const catalogue = (...items: unknown[]) => ({ json: { items, next_cursor: null } });

async function easel(args: string[], env: Record<string, string> = {}) {
  const out: string[] = [];
  const notes: string[] = [];
  const code = await runCli(args, {
    env,
    out: (line) => out.push(line),
    note: (line) => notes.push(line),
    progress: () => undefined,
  });
  return { code, out: out.join('\n'), notes: notes.join('\n') };
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the command line itself', () => {
  test('help', async () => {
    expect(await easel(['help'])).toMatchObject({ code: 0, out: expect.stringContaining('easel generate') });
    expect(await easel(['models', '--help'])).toMatchObject({ code: 0 });
    expect(await easel([])).toMatchObject({ code: 2 });
  });

  test.each([
    [['paint'], 'There is no command paint. There are: models, generate, types, backends, deploy, smoke.'],
    [['models', '--jsonn'], 'jsonn'],
    [['models', '--url', 'localhost:4100'], 'localhost:4100 is not an address'],
    [['generate', 'a', 'red', 'apple'], 'Put the prompt in quotes'],
    [['generate', '--count', 'two', 'x'], '--count must be a whole number from 1, got two.'],
    [['types', '--settings', '/nowhere.json'], '/nowhere.json cannot be read.'],
  ])('%j is refused with what is wrong', async (args, words) => {
    expect(await easel(args)).toMatchObject({ code: 2, notes: expect.stringContaining(words) });
  });

  test('errors as JSON', async () => {
    const { code, notes } = await easel(['models', '--url', 'nothing', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(notes).error).toMatchObject({ code: 'usage' });
  });
});

describe('models', () => {
  test('a table, and JSON of every page', async () => {
    const model = aModel();
    const server = await withServer(
      [MODELS, catalogue(model)],
      [MODELS, { json: { items: [model], next_cursor: 'c2' } }],
      [`${MODELS}&cursor=c2`, catalogue(aModel({ id: 'film' }))],
    );
    const { out } = await easel(['models'], { EASEL_URL: server.url });
    expect(out).toContain('sketch  ready  txt2img img2img  prompt image [steps] [tiled]');
    const { out: json } = await easel(['models', '--json', '--url', server.url]);
    expect(JSON.parse(json).map(({ id }: { id: string }) => id)).toEqual(['sketch', 'film']);
  });
});

describe('generate', () => {
  const output = { id: 'asset_1', task_id: TASK.id, index: 0, content_type: 'image/webp' };
  const done = {
    ...TASK,
    version: 2,
    status: 'done',
    outputs: [output],
    warnings: [{ code: 'w', message: 'Careful.' }],
  };

  test('creates, follows, and writes the files', async () => {
    const server = await withServer(
      [MODELS, catalogue(aModel({ id: 'off', enabled: false }), aModel())],
      ['POST /v1/tasks', { status: 202, json: TASK }],
      [`GET /v1/tasks/${TASK.id}/events`, openStream(taskBlock({ ...TASK, version: 2, status: 'done' }))],
      [`GET /v1/tasks/${TASK.id}`, { json: done }],
      ['GET /v1/assets/asset_1/content', { text: 'bytes', headers: { 'content-type': 'image/webp' } }],
    );
    const args = ['generate', 'a red apple', '--count', '2', '--param', 'steps=4', '--param', 'tiled=true'];
    const result = await easel([...args, '--out', join(folder, 'new'), '--url', server.url]);
    const file = join(folder, 'new', `${TASK.id}-0.webp`);
    expect(result).toEqual({ code: 0, out: file, notes: 'Note: Careful.' });
    expect(await readFile(file, 'utf8')).toBe('bytes');
    expect(JSON.parse(server.seen[1]?.body ?? '')).toEqual({
      model: 'sketch',
      mode: 'txt2img',
      input: { prompt: 'a red apple', steps: 4, tiled: true },
      count: 2,
    });
  });

  test('an image chooses the mode that takes one, and is uploaded', async () => {
    const path = join(folder, 'in.png');
    await writeFile(path, 'picture');
    const failed = {
      ...TASK,
      status: 'failed',
      error: { code: 'model_error', message: 'No.', retryable: true, hint: 'Try again.' },
    };
    const server = await withServer(
      ['GET /v1/models/sketch', { json: aModel() }],
      ['POST /v1/assets', { status: 201, json: { id: 'asset_in' } }],
      ['POST /v1/tasks', { status: 202, json: TASK }],
      [`GET /v1/tasks/${TASK.id}/events`, openStream(taskBlock({ ...TASK, status: 'failed' }))],
      [`GET /v1/tasks/${TASK.id}`, { json: failed }],
    );
    const result = await easel(['generate', 'x', '--model', 'sketch', '--image', path, '--url', server.url]);
    expect(result).toEqual({ code: 1, out: '', notes: 'easel generate: No.\n  Try again.' });
    expect(server.seen[1]?.body).toContain('filename="in.png"');
    expect(JSON.parse(server.seen[2]?.body ?? '')).toMatchObject({ mode: 'img2img', input: { image: 'asset_in' } });
  });

  test.each([
    [['--param', 'stepz=4'], 'sketch has no parameter stepz in txt2img. It has: prompt, steps, tiled.'],
    [['--param', 'steps=many'], 'steps must be a number, got many.'],
    [['--param', 'steps'], '--param steps needs a value'],
    [['--mode', 'i2v'], 'sketch has no mode i2v. It has: txt2img, img2img.'],
  ])('%j is refused before anything is sent', async (args, words) => {
    const server = await withServer(['GET /v1/models/sketch', { json: aModel() }]);
    const result = await easel(['generate', 'x', '--model', 'sketch', ...args, '--url', server.url]);
    expect(result).toMatchObject({ code: 2, notes: expect.stringContaining(words) });
  });

  test('a refusal of the server names the fields', async () => {
    const errors = [{ path: 'input.steps', message: 'must be a whole number from 1 to 9' }];
    const server = await withServer(
      ['GET /v1/models/sketch', { json: aModel() }],
      ['POST /v1/tasks', problem(400, 'invalid_input', { errors })],
    );
    const result = await easel(['generate', 'x', '--model', 'sketch', '--param', 'steps=99', '--url', server.url]);
    expect(result).toMatchObject({ code: 1, notes: expect.stringContaining('  input.steps: must be a whole number') });
  });
});

describe('types', () => {
  const settings = new URL('../../../../inference_settings.json', import.meta.url).pathname;

  test('writes what the package itself is built with', async () => {
    const out = join(folder, 'models.ts');
    expect(await easel(['types', '--settings', settings, '--out', out])).toMatchObject({ code: 0 });
    const own = await readFile(new URL('../generated/models.ts', import.meta.url), 'utf8');
    expect(await readFile(out, 'utf8')).toBe(own);
  });

  test('tells what is wrong with settings', async () => {
    const path = join(folder, 'broken.json');
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(settings, 'utf8')), verzion: 1 }));
    const result = await easel(['types', '--settings', path]);
    expect(result).toMatchObject({ code: 1, notes: expect.stringContaining('verzion: is not a known field') });
  });
});

describe('smoke', () => {
  test('what differs from the contract fails, with exit code 1', async () => {
    const headers = { 'x-request-id': 'r', 'x-easel-contract': 'abc', 'server-timing': 'total;dur=1' };
    const health = { status: 'ok', version: '1', contract: 'abc', uptime_s: 1, secret: 'x' };
    const nothing = { status: 404, text: 'nothing here' };
    const server = await withServer(
      ['GET /v1/health', { json: health, headers }],
      ['GET /v1/ready', nothing],
      ['GET /v1/session', nothing],
      [MODELS, nothing],
      ['POST /v1/assets', nothing],
      ['POST /v1/tasks', nothing],
      ['POST /v1/tasks', nothing],
      ['POST /v1/assets', nothing],
    );
    const { code, out } = await easel(['smoke', '--json', '--url', server.url]);
    expect(code).toBe(1);
    const { ok, steps } = JSON.parse(out);
    expect(ok).toBe(false);
    expect(steps[0]).toMatchObject({ step: 'health', ok: false, note: 'system.health: secret is not in the contract' });
    const { length } = steps.filter((step: { ok: boolean }) => step.ok);
    // With nothing made there is nothing to clear away.
    expect(length).toBe(1);
  });

  test('without a server it ends at the first step', async () => {
    const server = await withServer();
    await server.close();
    const { code, out } = await easel(['smoke', '--url', server.url]);
    expect(code).toBe(1);
    expect(out).toContain('ECONNREFUSED');
    expect(out).toContain('1 of 1 steps failed.');
  });
});
