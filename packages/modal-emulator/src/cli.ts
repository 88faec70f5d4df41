#!/usr/bin/env node
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { listenControl } from './control/control-server.js';
import type { Emulator } from './emulator.js';
import { startEmulator } from './start-emulator.js';

const HELP = `modal-emulator: Modal's control plane on this machine

  --port N           control plane (0 chooses)
  --blob-port N      uploads and downloads
  --control-port N   commands from other processes, as JSON
  --module FILE      a module that exports register(emulator)
  --seed N           of what happens at random`;

const TOKENS = [
  ['ak-emulated-one', 'as-emulated-one'],
  ['ak-emulated-two', 'as-emulated-two'],
] as const;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'blob-port': { type: 'string', default: '0' },
    'control-port': { type: 'string', default: '0' },
    module: { type: 'string' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(HELP);
else await main();

async function main(): Promise<void> {
  const emulator = await startEmulator({
    port: Number(values.port),
    blob_port: Number(values['blob-port']),
    seed: Number(values.seed),
  });
  for (const [token_id, token_secret] of TOKENS) emulator.workspace(token_id).accept(token_secret);
  if (values.module !== undefined) await register(values.module, emulator);
  const control = await listenControl(emulator, Number(values['control-port']));
  console.log(`MODAL_SERVER_URL=${emulator.url}`);
  console.log(`control=${control.url}`);
  for (const [token_id, token_secret] of TOKENS) {
    console.log(`MODAL_TOKEN_ID=${token_id} MODAL_TOKEN_SECRET=${token_secret}`);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void emulator.stop().then(() => process.exit(0)));
  }
}

async function register(file: string, emulator: Emulator): Promise<void> {
  const module: unknown = await import(pathToFileURL(resolve(file)).href);
  const hook = typeof module === 'object' && module !== null && 'register' in module ? module.register : null;
  if (typeof hook !== 'function') throw new Error(`${file} exports no function register(emulator)`);
  await hook(emulator);
}
