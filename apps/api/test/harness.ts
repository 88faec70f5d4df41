import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSettings, type Settings, Task } from '@easel/contracts';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../src/app.js';
import type { Backend } from '../src/backend/backend.js';
import type { CreateModal } from '../src/backend/connect-backend.js';
import { type Config, readConfig } from '../src/config.js';
import type { Context } from '../src/context.js';
import { createContext } from '../src/create-context.js';
import { createLog } from '../src/log.js';
import type { Patience } from '../src/task/patience.js';
import type { WebhookSetup } from '../src/webhook/webhooks.js';
import { FakeBackend } from './fake-backend.js';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Where data directories of tests lie: in memory where there is such a place, since every commit waits for its disk. */
export const TMP = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The fixture settings as JSON, fresh each time: change them as a test needs. */
export const fixtureSettings = () =>
  JSON.parse(readFileSync(join(ROOT, 'specs/fixtures/settings/every-parameter.json'), 'utf8'));

/** The fixture settings with a rented machine for each model, at this price a second. */
export function rentedSettings(microusd_per_s = 200) {
  const settings = fixtureSettings();
  settings.hardware.l4.microusd_per_s = microusd_per_s;
  const modal = settings.models.film.runtimes.modal;
  for (const model of Object.values<{ runtimes: object }>(settings.models)) model.runtimes = { modal };
  return settings;
}

/** An address of this machine at which nobody listens. */
const NOWHERE = 'http://127.0.0.1:1';

/** Pauses so short that a test need not wait for them. */
export const IMPATIENT: Patience = {
  out_of_sight_ms: 60,
  cancel_confirm_ms: 150,
  late_ms: 60_000,
  ask_again_ms: 50,
  probe_first_ms: 10,
  probe_max_ms: 40,
  tick_ms: 10,
};

/** Ids of the fixture's models: with every parameter, with free sizes and one attempt, and without a backend. */
export const [PAINT, SKETCH, FILM] = Object.keys(fixtureSettings().models) as [string, string, string];

export interface StartOptions {
  settings?: unknown;
  config?: Partial<Config>;
  backend?: FakeBackend;
  /** Several backends instead of one. */
  backends?: Backend[];
  /** What makes the backend of a workspace; without it workspaces are looked for where nobody listens. */
  createModal?: CreateModal;
  /** Clock and look-up of webhooks. */
  webhooks?: WebhookSetup;
  /** A data directory to go on with; it is not removed. */
  dir?: string;
  log?: { level: string; write: (line: string) => void };
}

interface CallOptions {
  body?: unknown;
  payload?: string | Buffer;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of a body by asserting it.
  body: any;
}

export interface TestApp {
  app: FastifyInstance;
  ctx: Context;
  dir: string;
  backend: FakeBackend;
  settings: Settings;
  /** Calls in process. Every answer must carry the three headers of the contract. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Creates a task of the first model, or fails. */
  create(body?: Record<string, unknown>, headers?: Record<string, string>): Promise<Task>;
  /** A task when it has ended. */
  ended(id: string): Promise<Task>;
  get(id: string): Promise<Task>;
  /** Waits until a task is as asked. */
  until(id: string, is: (task: Task) => boolean): Promise<Task>;
  /** Listens on a free loopback port. */
  listen(): Promise<string>;
  /** Stops cleanly, and checks that the backend saw what it expected, unless another process goes on with it. */
  stop(options?: { backend_goes_on: boolean }): Promise<void>;
  /** Copies what this process would leave behind if it were killed now. */
  copyAsKilled(): Promise<string>;
}

/** The real application on a data directory and settings of its own, with a strict fake backend. */
export async function startApp(options: StartOptions = {}): Promise<TestApp> {
  const dir = options.dir ?? (await mkdtemp(join(TMP, 'easel-api-')));
  const settings_file = join(dir, 'settings.json');
  const settings = options.settings ?? fixtureSettings();
  await writeFile(settings_file, JSON.stringify(settings));
  const env = {
    EASEL_DATA_DIR: join(dir, 'data'),
    EASEL_SETTINGS: settings_file,
    NODE_ENV: 'test',
    EASEL_PORT: '0',
    MODAL_SERVER_URL: NOWHERE,
    EASEL_MODAL_COMMAND: '/nonexistent/modal',
  };
  const config = { ...readConfig(env), shutdown_s: 1, ...options.config };
  const log = createLog(options.log?.level ?? 'silent', options.log);
  const backends = options.backends ?? [options.backend ?? new FakeBackend()];
  const fakes = backends.filter((each) => each instanceof FakeBackend);
  for (const fake of fakes) fake.configure(parseSettings(settings));
  // With real backends nobody asks for the fake.
  const backend = fakes[0] ?? new FakeBackend();
  const { ctx, close } = await createContext(config, {
    log,
    backends,
    ...(options.createModal ? { createModal: options.createModal } : {}),
    ...(options.webhooks ? { webhooks: options.webhooks } : {}),
  });
  const app = await buildApp(ctx);
  let stopped = false;

  const test: TestApp = {
    app,
    ctx,
    dir,
    backend,
    settings: ctx.settings,
    async call(method, path, { body, payload, headers = {} } = {}) {
      const sent = body === undefined ? payload : JSON.stringify(body);
      const response = await app.inject({
        method: method as 'GET',
        url: path,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(sent === undefined ? {} : { payload: sent }),
      });
      for (const name of ['x-request-id', 'server-timing', 'x-easel-contract']) {
        if (!response.headers[name]) throw new Error(`${method} ${path} ${response.statusCode}: no ${name}`);
      }
      const isJson = /[/+]json/.test(String(response.headers['content-type'])) && response.body !== '';
      return {
        status: response.statusCode,
        headers: response.headers as Answer['headers'],
        text: response.body,
        body: isJson ? JSON.parse(response.body) : undefined,
      };
    },
    async create(body = {}, headers = {}) {
      const whole = { model: PAINT, input: { prompt: 'a hill' }, ...body };
      const answer = await test.call('POST', '/v1/tasks', { body: whole, headers });
      if (answer.status > 202) throw new Error(`not created: ${answer.text}`);
      return Task.parse(answer.body);
    },
    async get(id) {
      const answer = await test.call('GET', `/v1/tasks/${id}`);
      if (answer.status !== 200) throw new Error(`not found: ${answer.text}`);
      return Task.parse(answer.body);
    },
    ended: (id) => test.until(id, (task) => ['done', 'failed', 'cancelled'].includes(task.status)),
    async until(id, is) {
      for (;;) {
        const task = await test.get(id);
        if (is(task)) return task;
        await new Promise((r) => setTimeout(r, 10));
      }
    },
    async listen() {
      await app.listen({ port: 0, host: '127.0.0.1' });
      return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    },
    async copyAsKilled() {
      const copy = await mkdtemp(join(TMP, 'easel-killed-'));
      const isOf = (part: RegExp) => (source: string) => part.test(relative(dir, source));
      // Nothing is written to the database meanwhile; files come later, since a row is written after its bytes.
      await ctx.store.write(() => cp(dir, copy, { recursive: true, filter: isOf(/^(data(\/easel\.db.*)?)?$/) }));
      await cp(dir, copy, { recursive: true, filter: isOf(/^(?!data\/(easel\.db|tmp))/) });
      return copy;
    },
    async stop({ backend_goes_on } = { backend_goes_on: false }) {
      if (stopped) return;
      stopped = true;
      ctx.closing.abort();
      await app.close();
      await close();
      if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
      if (!backend_goes_on) for (const fake of fakes) fake.assertDone();
    },
  };
  return test;
}
