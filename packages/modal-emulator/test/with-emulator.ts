import { ModalClient } from 'modal';
import { afterEach } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator, type Workspace } from '../src/index.ts';

export interface Bench {
  emulator: Emulator;
  workspace: Workspace;
  client: ModalClient;
}

const open: Emulator[] = [];

/** Every test ends with the emulator asked nothing that it does not know. */
afterEach(async () => {
  const ended = open.splice(0);
  await Promise.all(ended.map((emulator) => emulator.stop()));
  for (const emulator of ended) emulator.assertClean();
});

export async function startBench(options: EmulatorOptions = {}): Promise<Bench> {
  const emulator = await startEmulator({ cancel_delay_ms: 20, crash_backoff_ms: 5, ...options });
  open.push(emulator);
  return { emulator, workspace: emulator.workspace('ak-1'), client: clientFor(emulator) };
}

/** The client takes its server from the environment, at construction. */
export function clientFor(emulator: Emulator, token_id = 'ak-1', token_secret = 'as-1'): ModalClient {
  process.env.MODAL_SERVER_URL = emulator.url;
  return new ModalClient({ tokenId: token_id, tokenSecret: token_secret });
}

/** Resolves when `condition` holds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
