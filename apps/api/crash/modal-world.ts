import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Job,
  type MediaType,
  MODE_OUTPUTS,
  type ModeName,
  type WorkerOutput,
  type WorkerResult,
} from '@easel/contracts';
import { type Emulator, startEmulator, type Workspace } from '@easel/modal-emulator';
import sharp from 'sharp';
import type { Run } from '../dev-modal/emulated-worker.js';
import { type ModalHost, startModalHost } from '../dev-modal/modal-host.js';
import { ROOT_DIR } from '../src/root-dir.js';
import { pause } from './server-process.js';

const SIDE = 16;

/** How often each attempt's work was carried through, and by which calls. */
export type Completions = Map<string, { task_id: string; calls: string[] }>;

export interface ModalWorld {
  emulator: Emulator;
  workspaces: Workspace[];
  tokens: { token_id: string; token_secret: string }[];
  completions: Completions;
  /** The settings file: every model runs on rented machines. */
  settings_file: string;
  model: string;
  env: Record<string, string>;
  host: ModalHost;
  stop(): Promise<void>;
}

/** A file that a run makes. */
export interface Product {
  bytes: Uint8Array;
  content_type: string;
  width: number;
  height: number;
  duration_s: number | null;
  poster: Uint8Array | null;
}

async function tinyPicture(seed: number): Promise<Product> {
  const background = { r: seed & 255, g: (seed >> 8) & 255, b: (seed >> 16) & 255 };
  const bytes = await sharp({ create: { width: SIDE, height: SIDE, channels: 3, background } })
    .png()
    .toBuffer();
  return { bytes, content_type: 'image/png', width: SIDE, height: SIDE, duration_s: null, poster: null };
}

/** Sums are worked out once per product: a large one is made once and used again. */
const sums = new WeakMap<Uint8Array, string>();
function sha256(bytes: Uint8Array): string {
  const sum = sums.get(bytes) ?? createHash('sha256').update(bytes).digest('hex');
  sums.set(bytes, sum);
  return sum;
}

function resultOf(job: Job, product: Product, load_ms: number, deploy_hash: string): WorkerResult {
  const { bytes, poster, width, height, content_type, duration_s } = product;
  const output: WorkerOutput = {
    index: 0,
    content_type,
    width,
    height,
    duration_s,
    seed: Number(job.input.seed ?? 0),
    sha256: sha256(bytes),
    bytes: bytes.length,
    poster: poster && { content_type: 'image/webp', width, height, sha256: sha256(poster), bytes: poster.length },
  };
  return {
    attempt_id: job.attempt_id,
    outputs: [output],
    measured: { load_ms, run_ms: 1, encode_ms: 0, peak_vram_mib: 0, peak_rss_mib: 0, device: 'emulated' },
    worker: { version: 'emulated', deploy_hash },
  };
}

/** The first model of the settings that makes this on rented machines, with as many containers as are asked for. */
function writeSettings(
  dir: string,
  type: MediaType,
  runtime: Record<string, unknown>,
): { file: string; model: string } {
  const settings = JSON.parse(readFileSync(join(ROOT_DIR, 'inference_settings.json'), 'utf8'));
  const found = Object.entries<{ default_mode: ModeName; runtimes: { modal?: object } }>(settings.models).find(
    ([, { runtimes, default_mode }]) => runtimes.modal && MODE_OUTPUTS[default_mode] === type,
  );
  if (!found) throw new Error(`the settings declare no model for rented machines that makes a ${type}`);
  const [model, declared] = found;
  const modal = { ...declared.runtimes.modal, min_containers: 0, max_containers: 8, concurrency: 1, ...runtime };
  // A model of this machine too: without any backend that can run something the server is not ready.
  const here = Object.entries<{ runtimes: { embedded?: object } }>(settings.models).filter(
    ([, m]) => m.runtimes.embedded,
  );
  settings.models = { ...Object.fromEntries(here), [model]: { ...declared, runtimes: { modal } } };
  settings.limits = { ...settings.limits, queue_max_per_user: 5000 };
  const file = join(dir, 'settings.json');
  writeFileSync(file, JSON.stringify(settings));
  return { file, model };
}

/** Several emulated workspaces whose models draw tiny pictures after a while. */
export async function startModalWorld(options: {
  workspaces: number;
  /** How long a run takes. */
  run_ms: (job: Job) => number;
  runtime?: Record<string, unknown>;
  /** What each run makes, instead of a tiny picture. */
  makes?: (job: Job) => Product;
  type?: MediaType;
}): Promise<ModalWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'easel-modal-'));
  const { file, model } = writeSettings(dir, options.type ?? 'image', options.runtime ?? {});
  const emulator = await startEmulator({ cancel_delay_ms: 50 });
  const completions: Completions = new Map();
  const run: Run = async (job, _files, { say, signal, load_ms, deploy_hash, call }) => {
    say({ type: 'stage', stage: 'running' });
    const until = Date.now() + options.run_ms(job);
    while (Date.now() < until && !signal.aborted) await pause(Math.min(20, until - Date.now()));
    if (signal.aborted) throw new Error('the container was taken away');
    const product = options.makes?.(job) ?? (await tinyPicture(Number(job.input.seed ?? 0)));
    const known = completions.get(job.attempt_id) ?? { task_id: job.task_id, calls: [] };
    known.calls.push(call.call_id);
    completions.set(job.attempt_id, known);
    const files = new Map<string, Uint8Array>([['output-0', product.bytes]]);
    if (product.poster) files.set('poster-0', product.poster);
    return { result: resultOf(job, product, load_ms, deploy_hash), files };
  };
  const host = await startModalHost(emulator, join(ROOT_DIR, 'apps/api/dist/dev-modal/deploy-command.js'), { run });
  const tokens = Array.from({ length: options.workspaces }, (_, n) => ({
    token_id: `ak-workspace-${n}`,
    token_secret: `as-workspace-${n}`,
  }));
  const workspaces = tokens.map(({ token_id, token_secret }) => {
    const workspace = emulator.workspace(token_id);
    workspace.accept(token_secret);
    return workspace;
  });
  return {
    emulator,
    workspaces,
    tokens,
    completions,
    settings_file: file,
    model,
    host,
    env: {
      EASEL_SETTINGS: file,
      MODAL_SERVER_URL: emulator.url,
      EASEL_MODAL_COMMAND: host.command.join(' '),
    },
    async stop() {
      await host.close();
      await emulator.stop();
      rmSync(dir, { recursive: true, force: true });
      emulator.assertClean();
    },
  };
}

async function post(url: string, body?: unknown): Promise<Record<string, unknown>> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  if (!response.ok) throw new Error(`${url} ${response.status}: ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>; // every answer of these routes is an object
}

/** Adds every workspace as a backend and deploys to it. Returns their ids. */
export async function connectAll(url: string, world: ModalWorld): Promise<string[]> {
  const ids: string[] = [];
  for (const [n, token] of world.tokens.entries()) {
    const { id } = await post(`${url}/v1/admin/backends`, { kind: 'modal', label: `Workspace ${n}`, ...token });
    const deploy = await post(`${url}/v1/admin/backends/${id}/deploys`);
    for (;;) {
      const log = await fetch(`${url}/v1/admin/backends/${id}/deploys/${deploy.id}/log?wait_s=5`);
      const { deploy: now } = (await log.json()) as { deploy: { state: string; error: string | null } };
      if (now.state === 'succeeded') break;
      if (now.state === 'failed') throw new Error(`not deployed: ${now.error}`);
    }
    ids.push(String(id));
  }
  return ids;
}

/** A task for the world's model. */
export const rentedTask = (world: ModalWorld, seed: number): string =>
  JSON.stringify({ model: world.model, input: { prompt: 'a red apple', seed } });
