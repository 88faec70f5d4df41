import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Deploy, DeployLog } from '@easel/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listRetiring } from '../src/backend/deploy/retire-apps.js';
import { readConfig } from '../src/config.js';
import { described, FakeWorkspaces } from './fake-modal.js';
import { PAINT, rentedSettings, type StartOptions, startApp, type TestApp, TMP } from './harness.js';

const TOKEN = { token_id: 'ak-deploys9x2f', token_secret: 'as-planted-secret' };
const LIST = '/v1/admin/backends';
/** Stands for Modal's command: notes what it was given, prints what it should not, and puts the app in its place. */
const COMMAND = `
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const dir = __dirname;
appendFileSync(dir + '/calls.jsonl', JSON.stringify({ words: process.argv.slice(2), env: process.env }) + '\\n');
if (process.argv[2] === 'app' && existsSync(dir + '/keeps')) setInterval(() => {}, 1000);
if (process.argv[2] === 'deploy') {
  console.log('deploying with ' + process.env.MODAL_TOKEN_SECRET + ' of ' + process.env.MODAL_TOKEN_ID);
  if (existsSync(dir + '/fails')) {
    console.error('the image cannot be built');
    process.exit(3);
  }
  if (existsSync(dir + '/hangs')) setInterval(() => {}, 1000);
  else {
    const text = readFileSync(process.env.EASEL_DEPLOYMENT, 'utf8');
    writeFileSync(dir + '/' + JSON.parse(text).app_name + '.json', text);
    console.log('deployed');
  }
}
`;

let dir: string;
let workspaces: FakeWorkspaces;
let app: TestApp;
let id: string;
const fast = {
  ...readConfig({ PATH: process.env.PATH, PYTHONUSERBASE: '/opt/python' }).modal,
  check_tries: 2,
  check_pause_ms: 5,
  retire_look_ms: 10,
};
const start = (options: StartOptions = {}) =>
  startApp({
    settings: rentedSettings(),
    backends: [],
    createModal: workspaces.create,
    config: { modal: { ...fast, command: [process.execPath, join(dir, 'command.cjs')] } },
    ...options,
  });
const calls = () =>
  readFileSync(join(dir, 'calls.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line): { words: string[]; env: Record<string, string> } => JSON.parse(line));
/** The apps that were ended. */
const stopped = () => calls().flatMap(({ words }) => (words[0] === 'app' ? (words.at(-1) ?? []) : []));

beforeEach(async () => {
  dir = await mkdtemp(join(TMP, 'easel-command-'));
  await writeFile(join(dir, 'command.cjs'), COMMAND);
  workspaces = new FakeWorkspaces();
  workspaces.tokens.set(TOKEN.token_id, TOKEN.token_secret);
  workspaces.describe = (name) => {
    try {
      return described(JSON.parse(readFileSync(join(dir, `${name}.json`), 'utf8')));
    } catch {
      return null;
    }
  };
  app = await start();
  const body = { kind: 'modal', label: 'Studio', environment: 'main', ...TOKEN };
  id = (await app.call('POST', LIST, { body })).body.id;
});
afterEach(async () => {
  await app.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Follows the log of a deployment to its end. */
async function followed(deploy: string): Promise<{ deploy: Deploy; text: string }> {
  let text = '';
  for (;;) {
    const path = `${LIST}/${id}/deploys/${deploy}/log?offset=${text.length}&wait_s=5`;
    const part = DeployLog.parse((await app.call('GET', path)).body);
    expect(part.offset).toBe(text.length);
    text += part.text;
    expect(part.next_offset).toBe(text.length);
    if (part.done) return { deploy: part.deploy, text };
  }
}
async function begin(headers: Record<string, string> = {}) {
  const answer = await app.call('POST', `${LIST}/${id}/deploys`, { headers });
  expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
  return Deploy.parse(answer.body);
}
async function deploy() {
  const done = await followed((await begin()).id);
  await expect.poll(() => app.ctx.deployer.isBusy(id)).toBe(false);
  return done;
}
const backend = async () => (await app.call('GET', `${LIST}/${id}`)).body;
/** Changes what would be deployed. */
function changeRuntime(timeout_s: number): void {
  for (const { runtimes } of Object.values(app.ctx.settings.models))
    if (runtimes.modal) runtimes.modal.timeout_s = timeout_s;
}

test('models are deployed with the token of their workspace alone, and then take work', async () => {
  const { deploy: done, text } = await deploy();
  expect(done).toMatchObject({
    state: 'succeeded',
    error: null,
    app_name: expect.stringMatching(/^easel-[0-9a-f]{8}$/),
  });
  expect(text).toBe('deploying with [hidden] of [hidden]\ndeployed\n');
  const [{ words, env } = { words: [], env: {} }] = calls();
  expect(words).toEqual(['deploy', expect.stringMatching(/apps\/worker\/easel_worker\/modal_app\.py$/)]);
  expect(env).toMatchObject({ MODAL_TOKEN_ID: TOKEN.token_id, MODAL_ENVIRONMENT: 'main', PYTHONUNBUFFERED: '1' });
  const allowed = ['EASEL_DEPLOYMENT', 'HOME', 'LANG', 'MODAL_ENVIRONMENT', 'MODAL_TOKEN_ID', 'MODAL_TOKEN_SECRET'];
  expect(Object.keys(env).sort()).toEqual([...allowed, 'PATH', 'PYTHONPATH', 'PYTHONUNBUFFERED', 'PYTHONUSERBASE']);
  expect(await backend()).toMatchObject({ app_name: done.app_name, previous_app_name: null });
  await expect.poll(async () => (await backend()).last_check.ok).toBe(true);
  const matrix = await app.call('GET', '/v1/admin/deployments');
  expect(matrix.body.items[0]).toMatchObject({
    model: PAINT,
    state: 'deployed',
    app_name: done.app_name,
    revision: 'c0ffee',
  });
  workspaces.of(id).plan({});
  expect((await app.ended((await app.create()).id)).status).toBe('done');
});

test('what the worker gets is what its own test expects of a deployment', async () => {
  const { deploy: done } = await deploy();
  const file = JSON.parse(await readFile(join(dir, `${done.app_name}.json`), 'utf8'));
  const version = await readFile(join(app.ctx.config.root_dir, 'apps/worker/easel_worker/version.py'), 'utf8');
  expect(version).toContain(`"${file.worker_version}"`);
  expect(Object.keys(file).sort()).toEqual(['app_name', 'environment', 'models', 'worker_version']);
  expect(file.models[PAINT]).toMatchObject({ class_name: `Model_${PAINT}`, modal_gpu: 'L4', revision: null });
  expect(file.models[PAINT].deploy_hash).toMatch(/^[0-9a-f]{16}$/);
});

test('a second deployment while one is under way is refused; a stop of the API ends it', async () => {
  await writeFile(join(dir, 'hangs'), '');
  const first = await begin();
  const second = await app.call('POST', `${LIST}/${id}/deploys`);
  expect([second.status, second.body.code]).toEqual([409, 'conflict']);
  const copy = await app.copyAsKilled();
  await app.ctx.deployer.close();
  expect((await followed(first.id)).deploy).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('stopped'),
  });
  await app.stop();
  // What a killed process leaves behind is over, and can be begun again.
  app = await start({ dir: copy });
  expect((await followed(first.id)).deploy).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('process'),
  });
  rmSync(join(dir, 'hangs'));
  expect((await deploy()).deploy.state).toBe('succeeded');
  await app.stop();
  rmSync(copy, { recursive: true });
});

test('the same key begins one deployment', async () => {
  const headers = { 'idempotency-key': 'once' };
  const first = await begin(headers);
  expect((await begin(headers)).id).toBe(first.id);
  await followed(first.id);
});

test('a command that fails leaves the old deployment in place and says why', async () => {
  const { deploy: old } = await deploy();
  changeRuntime(901);
  await writeFile(join(dir, 'fails'), '');
  const { deploy: failed } = await deploy();
  expect(failed).toMatchObject({ state: 'failed', error: expect.stringMatching(/exit code 3.*cannot be built/s) });
  expect(await backend()).toMatchObject({ app_name: old.app_name });
  expect(workspaces.of(id).app_name).toBe(old.app_name);
  const matrix = await app.call('GET', '/v1/admin/deployments');
  expect(matrix.body.items[0]).toMatchObject({ state: 'stale' });
});

test('an app that does not answer as deployed never serves, and is stopped', async () => {
  const { describe } = workspaces;
  workspaces.describe = (name) => {
    const said = describe(name);
    const there = said?.models[PAINT];
    if (there) there.deploy_hash = 'another one';
    return said;
  };
  const { deploy: failed } = await deploy();
  expect(failed).toMatchObject({ state: 'failed', error: expect.stringContaining(PAINT) });
  expect(await backend()).toMatchObject({ app_name: null });
  await expect.poll(stopped).toEqual([failed.app_name]);
  expect(calls().at(-1)?.words).toEqual(['app', 'stop', '--yes', failed.app_name]);
});

test('a command that is not there is named, with what to do', async () => {
  await app.stop();
  app = await start({ config: { modal: { ...fast, command: ['/nonexistent/modal'] } } });
  id = (await app.call('POST', LIST, { body: { kind: 'modal', label: 'Studio', ...TOKEN } })).body.id;
  const { deploy: failed } = await deploy();
  expect(failed.error).toMatch(/"\/nonexistent\/modal".*EASEL_MODAL_COMMAND/);
});

test('a command that never ends is ended, with all it started', async () => {
  await writeFile(join(dir, 'hangs'), '');
  app.ctx.config.modal.deploy_timeout_ms = 200;
  const { deploy: failed } = await deploy();
  expect(failed).toMatchObject({ state: 'failed', error: expect.stringContaining('minutes') });
});

test('one can go back to the deployment before, which serves on; older ones are stopped', async () => {
  const names: string[] = [];
  for (const timeout_s of [901, 902, 903]) {
    changeRuntime(timeout_s);
    names.push((await deploy()).deploy.app_name);
  }
  expect(new Set(names).size).toBe(3);
  expect(await backend()).toMatchObject({ app_name: names[2], previous_app_name: names[1] });
  await expect.poll(stopped).toEqual([names[0]]);
  const back = await app.call('POST', `${LIST}/${id}/rollback`);
  expect(back.body).toMatchObject({ app_name: names[1], previous_app_name: names[2] });
  expect(workspaces.of(id).app_name).toBe(names[1]);
  rmSync(join(dir, `${names[2]}.json`));
  const gone = await app.call('POST', `${LIST}/${id}/rollback`);
  expect([gone.status, gone.body.detail]).toEqual([409, expect.stringContaining(names[2] ?? '')]);
  expect(await backend()).toMatchObject({ app_name: names[1] });
});

test('an older app is not stopped while work of its time goes on', async () => {
  const first = (await deploy()).deploy.app_name;
  let looks = 0;
  Object.defineProperty(app.ctx.config.modal, 'retire_look_ms', { get: () => (looks += 1) });
  const gate = Promise.withResolvers<void>();
  workspaces.of(id).plan({ steps: [{ wait: gate.promise }] });
  const task = await app.create();
  await app.until(task.id, ({ status }) => status === 'processing');
  for (const timeout_s of [901, 902]) {
    changeRuntime(timeout_s);
    expect((await deploy()).deploy.state).toBe('succeeded');
  }
  await expect.poll(() => looks).toBeGreaterThan(3);
  expect(stopped()).toEqual([]);
  gate.resolve();
  expect((await app.ended(task.id)).status).toBe('done');
  await expect.poll(stopped).toEqual([first]);
});

test('an app that a process did not come to stop is stopped by the next one', async () => {
  await writeFile(join(dir, 'keeps'), '');
  const names: string[] = [];
  for (const timeout_s of [901, 902, 903]) {
    changeRuntime(timeout_s);
    names.push((await deploy()).deploy.app_name);
  }
  await expect.poll(stopped).toEqual([names[0]]);
  const copy = await app.copyAsKilled();
  await app.stop();
  rmSync(join(dir, 'keeps'));
  app = await start({ dir: copy });
  await expect.poll(() => listRetiring(app.ctx.store.read)).toEqual([]);
  expect(stopped()).toEqual([names[0], names[0]]);
  expect(await backend()).toMatchObject({ app_name: names[2], previous_app_name: names[1] });
  await app.stop();
  rmSync(copy, { recursive: true });
});

test('a stop of the API does not wait for an app that does not answer', async () => {
  const asked = Promise.withResolvers<void>();
  workspaces.of(id).describe = () => {
    asked.resolve();
    return new Promise(() => {});
  };
  const { id: deploy_id } = await begin();
  await asked.promise;
  await app.ctx.deployer.close();
  expect((await followed(deploy_id)).deploy).toMatchObject({ error: expect.stringContaining('stopped') });
});

test('without a deployment before there is nothing to go back to', async () => {
  expect((await app.call('POST', `${LIST}/${id}/rollback`)).status).toBe(409);
});
