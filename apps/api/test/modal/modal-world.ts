import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Job, parseSettings, type Settings, type WorkerError, type WorkerResult } from '@easel/contracts';
import { type Emulator, type EmulatorOptions, startEmulator, type Workspace } from '@easel/modal-emulator';
import sharp from 'sharp';
import { afterEach } from 'vitest';
import { deployWorker, type Run, type WorkerOptions } from '../../dev-modal/emulated-worker.js';
import { createResultsStore, type ResultsStore } from '../../dev-modal/results-store.js';
import { createModalBackend, type ModalBackend } from '../../src/backend/modal/modal-backend.js';
import type { Timings } from '../../src/backend/modal/timings.js';
import { createLog } from '../../src/log.js';
import type { Patience } from '../../src/task/patience.js';
import { PAINT, ROOT, rentedSettings, startApp, type TestApp } from '../harness.js';
import { tinyPicture } from '../tiny-picture.js';

/** Waits so short that a test need not wait for them; nothing asserts how long something took. */
export const QUICK: Timings = {
  poll_ms: 120,
  poll_slack_ms: 1500,
  call_ms: 1500,
  hand_over_ms: 3000,
  download_ms: 800,
  ledger_ms: 1500,
  cancel_grace_ms: 150,
  run_grace_ms: 300,
  pause_first_ms: 10,
  pause_max_ms: 60,
};
const PATIENCE: Patience = {
  out_of_sight_ms: 150,
  cancel_confirm_ms: 3000,
  late_ms: 60_000,
  ask_again_ms: 200,
  probe_first_ms: 20,
  probe_max_ms: 80,
  tick_ms: 20,
};

const TOKEN = 'ak-test';
const SECRET = 'as-test';
export const APP = 'easel-0000000a';
export const DEPLOY_HASH = '0123456789abcdef';

/** What a job's work is: the outputs' bytes, or how it fails. */
export type Work = (job: Job, context: Parameters<Run>[2]) => Promise<Uint8Array[] | { error: WorkerError }>;

export const draw: Work = async (job) =>
  Promise.all(Array.from({ length: job.count }, (_, index) => tinyPicture(Number(job.input.seed ?? 0) + index)));

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export function resultOf(job: Job, made: Uint8Array[], load_ms: number): WorkerResult {
  const outputs = made.map((bytes, index) => {
    const seed = Number(job.input.seed ?? 0) + index;
    const size = { width: 16, height: 16, duration_s: null, bytes: bytes.length };
    return { index, content_type: 'image/png', seed, sha256: sha256(bytes), ...size };
  });
  return {
    attempt_id: job.attempt_id,
    outputs,
    measured: { load_ms, run_ms: 5, encode_ms: 1, peak_vram_mib: 0, peak_rss_mib: 50, device: 'emulated' },
    worker: { version: '1', deploy_hash: DEPLOY_HASH },
  };
}

const runOf =
  (work: Work, silent: boolean): Run =>
  async (job, _files, context) => {
    if (!silent) context.say({ type: 'stage', stage: 'running' });
    const made = await work(job, context);
    if ('error' in made) {
      return { result: { attempt_id: job.attempt_id, error: made.error }, files: new Map() };
    }
    const files = new Map(made.map((bytes, index) => [`output-${index}`, bytes] as const));
    return { result: resultOf(job, made, context.load_ms), files };
  };

export interface World {
  emulator: Emulator;
  workspace: Workspace;
  backend: ModalBackend;
  results: ResultsStore;
  app: TestApp;
  settings: Settings;
  deploy(work: Work, options?: Partial<WorkerOptions>): void;
  /** A job of the first model as a backend takes it, with these files. */
  jobWith(files: Record<string, Uint8Array>): [Job, Record<string, Uint8Array>];
  /** Stops this process as a killed one would leave things, and starts the next one on its data. */
  restartKilled(): Promise<TestApp>;
}

export interface WorldOptions {
  emulator?: EmulatorOptions;
  timings?: Partial<Timings>;
  patience?: Partial<Patience>;
  settings?: unknown;
  /** Changes the rented machine of every model. */
  runtime?: Record<string, unknown>;
  limits?: Record<string, unknown>;
  work?: Work;
  /** The worker does not say that it begins. */
  silent?: boolean;
  worker?: Partial<WorkerOptions>;
  app_name?: string | null;
  credentials?: { token_id: string; token_secret: string };
  log?: { level: string; write: (line: string) => void };
  /** The first model of the settings runs here; more attempts than one unless said otherwise. */
  max_attempts?: number;
}

const open: { emulator: Emulator; apps: TestApp[]; dirty: boolean }[] = [];

/** Every test ends with the emulator asked nothing that it does not know. */
afterEach(async () => {
  for (const world of open.splice(0)) {
    for (const app of world.apps) await app.stop({ backend_goes_on: true });
    await world.emulator.stop();
    world.emulator.assertClean();
  }
});

function settingsFor(options: WorldOptions) {
  const raw = (options.settings ?? rentedSettings()) as ReturnType<typeof rentedSettings>;
  for (const model of Object.values<Record<string, unknown>>(raw.models)) {
    const runtimes = model.runtimes as { modal?: object };
    if (runtimes.modal) model.runtimes = { ...runtimes, modal: { ...runtimes.modal, ...options.runtime } };
    if (options.max_attempts !== undefined) model.max_attempts = options.max_attempts;
  }
  raw.limits = { ...raw.limits, ...options.limits };
  return raw;
}

/** The whole API in front of an emulated workspace, with the real client between them. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const raw = settingsFor(options);
  const settings = parseSettings(raw);
  const emulator = await startEmulator({ cancel_delay_ms: 20, crash_backoff_ms: 5, ...options.emulator });
  const workspace = emulator.workspace(TOKEN);
  workspace.accept(SECRET);
  const results = createResultsStore();
  const log = createLog(options.log?.level ?? 'silent', options.log);
  const backendOf = () =>
    createModalBackend({
      id: 'backend_01jd5k0m3r8x9v2w4y6z7a8b9c',
      label: 'Emulated',
      credentials: options.credentials ?? { token_id: TOKEN, token_secret: SECRET },
      environment: null,
      server_url: emulator.url,
      app_name: options.app_name === undefined ? APP : options.app_name,
      settings,
      log,
      timings: { ...QUICK, ...options.timings },
    });
  const models = Object.fromEntries(
    Object.entries(settings.models).flatMap(([id, { runtimes }]) =>
      runtimes.modal ? [[id, { deploy_hash: DEPLOY_HASH, runtime: runtimes.modal, revision: null }]] : [],
    ),
  );
  const deploy: World['deploy'] = (work, more = {}) =>
    deployWorker(workspace, APP, {
      worker_version: '1',
      models,
      run: runOf(work, options.silent ?? false),
      results,
      ...options.worker,
      ...more,
    });
  deploy(options.work ?? draw);
  const config = { patience: { ...PATIENCE, ...options.patience } };
  const apps: TestApp[] = [];
  const start = async (dir?: string) => {
    const backend = backendOf();
    const given = { settings: raw, config, backends: [backend], ...(dir ? { dir } : {}) };
    const app = await startApp({ ...given, ...(options.log ? { log: options.log } : {}) });
    apps.push(app);
    return { app, backend };
  };
  const first = await start();
  open.push({ emulator, apps, dirty: false });
  const world: World = {
    emulator,
    workspace,
    results,
    settings,
    deploy,
    ...first,
    jobWith(files) {
      const fixtures: { valid: boolean; value: Job }[] = JSON.parse(
        readFileSync(join(ROOT, 'specs/fixtures/worker/jobs.json'), 'utf8'),
      );
      const fixture = fixtures.find(({ valid }) => valid);
      if (!fixture) throw new Error('no valid job among the fixtures');
      return [{ ...fixture.value, model: PAINT }, files];
    },
    async restartKilled() {
      const copy = await world.app.copyAsKilled();
      await world.app.stop({ backend_goes_on: true });
      const next = await start(copy);
      world.app = next.app;
      world.backend = next.backend;
      return next.app;
    },
  };
  return world;
}

/** Calls of models; those of the ledger are left out. */
export const modelCalls = (workspace: Workspace) =>
  workspace.calls().filter(({ function: name }) => name.includes('/Model_'));

/** How often a model's method began and was carried through. */
export function executions(workspace: Workspace): { calls: number; started: number; completed: number } {
  const calls = modelCalls(workspace);
  const sum = (of: 'executions_started' | 'executions_completed') => calls.reduce((n, call) => n + call[of], 0);
  return { calls: calls.length, started: sum('executions_started'), completed: sum('executions_completed') };
}

/** The attempts of a task, oldest first, as operators see them. */
export async function attemptsOf(app: TestApp, id: string) {
  const rows = app.ctx.store.read.selectFrom('attempts').selectAll().where('task_id', '=', id).orderBy('id');
  return (await rows.execute()).map((row) => ({
    ...row,
    error: row.error === null ? null : JSON.parse(row.error),
    platform: row.platform === null ? null : JSON.parse(row.platform),
  }));
}

/** A picture of noise; with the usual side so large that it travels as a blob. */
export async function largePicture(side = 120): Promise<Uint8Array> {
  const raw = { width: side, height: side, channels: 3 as const };
  return sharp(randomBytes(side * side * raw.channels), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer();
}

/** A gate that work can wait at. */
export function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

/** Work that waits at a gate, or until its container is taken away. */
export const drawAfter =
  (opened: Promise<void>): Work =>
  async (job, context) => {
    const away = new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve()));
    await Promise.race([opened, away]);
    return draw(job, context);
  };

/** Waits for something without saying how long it takes. */
export async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 10));
}

export const failure = (code: WorkerError['code'], retryable: boolean): WorkerError => ({
  code,
  message: `made up: ${code}`,
  retryable,
  detail: 'for operators',
});
