import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSettings } from '@easel/contracts';
import { startEmulator } from '@easel/modal-emulator';
import { loadEngine } from '../src/backend/embedded/load-engine.js';
import { ROOT_DIR } from '../src/root-dir.js';
import { createEngineRun } from './engine-run.js';
import { startModalHost } from './modal-host.js';

/**
 * `pnpm dev:modal`: an emulated Modal with two workspaces, the embedded model behind its functions, and the API in front
 * of it with a data directory of its own. The first workspace is a backend from the start, and deployed to.
 */
const HERE = dirname(fileURLToPath(import.meta.url));
const WORKSPACES = [
  { token_id: 'ak-emulated-one', token_secret: 'as-emulated-one' },
  { token_id: 'ak-emulated-two', token_secret: 'as-emulated-two' },
] as const;

const { env } = process;
const file = resolve(env.EASEL_SETTINGS || join(ROOT_DIR, 'inference_settings.json'));
const settings = parseSettings(JSON.parse(readFileSync(file, 'utf8')));
const emulator = await startEmulator();
for (const { token_id, token_secret } of WORKSPACES) emulator.workspace(token_id).accept(token_secret);
const run = createEngineRun(settings, loadEngine({ weights_dir: env.EASEL_WEIGHTS_DIR || null }));
const host = await startModalHost(emulator, join(HERE, 'deploy-command.js'), {
  run,
  cold_start_ms: Number(env.EASEL_EMULATED_START_MS || 2000),
  load_ms: Number(env.EASEL_EMULATED_LOAD_MS || 1500),
});

const [first, second] = WORKSPACES;
const api = spawn(process.execPath, [join(HERE, '../server.js')], {
  stdio: ['inherit', 'pipe', 'inherit'],
  env: {
    ...env,
    EASEL_DATA_DIR: env.EASEL_DATA_DIR || join(ROOT_DIR, '.easel-modal'),
    MODAL_SERVER_URL: emulator.url,
    MODAL_TOKEN_ID: first.token_id,
    MODAL_TOKEN_SECRET: first.token_secret,
    EASEL_MODAL_COMMAND: host.command.join(' '),
  },
});

/** Deploys to every backend that nothing was deployed to by this emulator: it forgets with its process. */
async function deployAll(url: string): Promise<void> {
  const { items } = (await (await fetch(`${url}/v1/admin/backends?limit=100`)).json()) as {
    items: { id: string; kind: string }[];
  };
  for (const { id, kind } of items) {
    if (kind === 'modal') await fetch(`${url}/v1/admin/backends/${id}/deploys`, { method: 'POST' });
  }
}

let seen = '';
let told = false;
api.stdout.on('data', (chunk: Buffer) => {
  process.stdout.write(chunk);
  seen += chunk.toString();
  const url = /http:\/\/[^\s]+:\d+/.exec(seen)?.[0];
  if (told || url === undefined) return;
  told = true;
  console.log(`Emulated Modal at ${emulator.url}. The first workspace is being deployed to.`);
  console.log(`A second one can be added in the console: ${second.token_id} ${second.token_secret}`);
  deployAll(url).catch((error: unknown) => console.error(error));
});

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  api.kill('SIGTERM');
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
api.once('exit', (code) => {
  void Promise.all([host.close(), emulator.stop()]).then(() => process.exit(code ?? 1));
});
