import { parseArgs } from 'node:util';
import { listenControl } from './control/control-server.js';
import type { Emulator } from './emulator.js';
import { startEmulator } from './start-emulator.js';

const HELP = `modal-emulator: Modal's control plane on this machine

  --port N           control plane (0 chooses)
  --blob-port N      uploads and downloads
  --control-port N   commands from other processes, as JSON
  --seed N           of what happens at random`;

const TOKENS = [
  ['ak-emulated-one', 'as-emulated-one'],
  ['ak-emulated-two', 'as-emulated-two'],
] as const;

/**
 * The command `modal-emulator`: starts from its arguments, says where, and stops at a signal. A program that brings
 * functions calls this with a `register` of its own.
 */
export async function runCommand(
  args: string[],
  register: (emulator: Emulator) => void | Promise<void> = () => undefined,
): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '0' },
      'blob-port': { type: 'string', default: '0' },
      'control-port': { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const emulator = await startEmulator({
    port: Number(values.port),
    blob_port: Number(values['blob-port']),
    seed: Number(values.seed),
  });
  for (const [token_id, token_secret] of TOKENS) emulator.workspace(token_id).accept(token_secret);
  await register(emulator);
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
