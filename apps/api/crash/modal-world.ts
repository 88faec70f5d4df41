import { createHash, randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job, WorkerResult } from '@easel/contracts';
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

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function picture(seed: number): Promise<Buffer> {
  const background = { r: seed & 255, g: (seed >> 8) & 255, b: (seed >> 16) & 255 };
  return sharp({ create: { width: SIDE, height: SIDE, channels: 3, background } })
    .png()
    .toBuffer();
}

function resultOf(job: Job, bytes: Uint8Array, load_ms: number, deploy_hash: string): WorkerResult {
  const seed = Number(job.input.seed ?? 0);
  const size = { width: SIDE, height: SIDE, duration_s: null, bytes: bytes.length, sha256: sha256(bytes) };
  return {
    attempt_id: job.attempt_id,
    outputs: [{ index: 0, content_type: 'image/png', seed, ...size }],
    measured: { load_ms, run_ms: 1, encode_ms: 0, peak_vram_mib: 0, peak_rss_mib: 0, device: 'emulated' },
    worker: { version: 'emulated', deploy_hash },
  };
}

/** The first image model of the settings that has a rented runtime, alone, with short time-outs and many containers. */
function writeSettings(dir: string, runtime: Record<string, unknown>): { file: string; model: string } {
  const settings = JSON.parse(readFileSync(join(ROOT_DIR, 'inference_settings.json'), 'utf8'));
  const found = Object.entries<{ default_mode: string; runtimes: { modal?: object } }>(settings.models).find(
    ([, { runtimes, default_mode }]) => runtimes.modal && default_mode === 'txt2img',
  );
  if (!found) throw new Error('the settings declare no image model for rented machines');
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
  /** How long a run takes, at least and at most. */
  run_ms: [number, number];
  runtime?: Record<string, unknown>;
  /** The file of an output instead of a tiny picture. */
  output?: (job: Job) => { bytes: Buffer; files: Map<string, Uint8Array>; result: WorkerResult };
}): Promise<ModalWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'easel-modal-'));
  const { file, model } = writeSettings(dir, options.runtime ?? {});
  const emulator = await startEmulator({ cancel_delay_ms: 50 });
  const completions: Completions = new Map();
  const run: Run = async (job, _files, { say, signal, load_ms, deploy_hash, call }) => {
    say({ type: 'stage', stage: 'running' });
    const [least, most] = options.run_ms;
    const until = Date.now() + (most > least ? randomInt(least, most) : least);
    while (Date.now() < until && !signal.aborted) await pause(Math.min(20, until - Date.now()));
    if (signal.aborted) throw new Error('the container was taken away');
    const made = options.output?.(job);
    const bytes = made?.bytes ?? (await picture(Number(job.input.seed ?? 0)));
    const known = completions.get(job.attempt_id) ?? { task_id: job.task_id, calls: [] };
    known.calls.push(call.call_id);
    completions.set(job.attempt_id, known);
    if (made) return { result: made.result, files: made.files };
    return { result: resultOf(job, bytes, load_ms, deploy_hash), files: new Map([['output-0', bytes]]) };
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
