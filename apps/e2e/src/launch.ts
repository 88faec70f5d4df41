import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AnyModels, createEasel, type Easel } from '@easel/sdk';
import { type Browser, chromium } from 'playwright-core';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SERVER = join(ROOT, 'apps/api/dist/server.js');
/** The same server with an emulated Modal behind it, whose first workspace is a backend from the start. */
export const IN_FRONT_OF_MODAL = join(ROOT, 'apps/api/dist/dev-modal/main.js');
const READY_MS = 90_000;

/** What a test may change in the settings file before the server reads it. */
export interface SettingsFile {
  models: Record<string, SettingsFileModel>;
}

export interface SettingsFileModel {
  name: string;
  max_attempts?: number;
  parameters: Record<string, object>;
  size: { options: { width: number; height: number; label: string }[]; custom: object | null };
  runtimes: { embedded?: { timeout_s: number }; modal?: { min_containers: number; max_containers: number } };
}

export interface Running {
  base_url: string;
  data_dir: string;
  settings_file: string;
  easel: Easel<AnyModels>;
  /** The first model of the settings. */
  model: string;
  /** Ends the server and starts it again on the same data and port, with its settings changed if asked. */
  restart: (change?: (settings: SettingsFile) => void) => Promise<void>;
  /** What the server has written last. */
  output: () => string;
  stop: () => Promise<void>;
}

/** A port of this machine at which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

async function untilReady(base_url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The server ended before it was ready:\n${output()}`);
    const response = await fetch(`${base_url}/v1/ready`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The server was not ready in ${READY_MS} ms:\n${output()}`);
}

/** Ends a process, kindly first. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}

/**
 * Starts the built API on a free port with a data folder of its own. `told` is added to its environment; `entry` is
 * another program that starts it, `prepare` fills the data folder before it starts.
 */
export async function startEasel(
  change?: (settings: SettingsFile) => void,
  told: Record<string, string> = {},
  entry = SERVER,
  prepare: (data_dir: string) => Promise<void> = async () => {},
): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-e2e-'));
  // The file is what the schema of contracts describes; the server checks it again.
  const settings = JSON.parse(await readFile(join(ROOT, 'inference_settings.json'), 'utf8')) as SettingsFile;
  change?.(settings);
  const settingsFile = join(folder, 'settings.json');
  await writeFile(settingsFile, JSON.stringify(settings));
  const port = await freePort();
  const base_url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    ...told,
    EASEL_PORT: String(port),
    EASEL_DATA_DIR: join(folder, 'data'),
    EASEL_SETTINGS: settingsFile,
  };

  await prepare(env.EASEL_DATA_DIR);

  let text = '';

  async function start(): Promise<ChildProcess> {
    text = '';
    const child = spawn(process.execPath, [entry], { env, cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        text = (text + String(chunk)).slice(-8000);
      });
    }
    await untilReady(base_url, child, () => text).catch(async (error) => {
      await end(child);
      throw error;
    });
    return child;
  }

  let child = await start();
  return {
    base_url,
    data_dir: env.EASEL_DATA_DIR,
    settings_file: settingsFile,
    easel: createEasel<AnyModels>({ base_url }),
    model: Object.keys(settings.models)[0] ?? '',
    output: () => text,
    async restart(change) {
      await end(child);
      if (change) {
        change(settings);
        await writeFile(settingsFile, JSON.stringify(settings));
      }
      child = await start();
    },
    async stop() {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the machine's Chromium. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? CHROMIUM.find((path) => existsSync(path));
  if (!executablePath) throw new Error('No Chromium here. Install it (apt-get install chromium) or set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Longest wait for what a test expects. */
export const PATIENCE_MS = 40_000;

/** Waits until something holds: for a state that arrives by itself. */
export async function until(holds: () => Promise<boolean> | boolean, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited in vain: ${what}`);
}
