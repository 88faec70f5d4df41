import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { end, ROOT, until } from './launch.js';

const EMULATOR = join(ROOT, 'packages/modal-emulator/dist/cli.js');

/** What lets one into a workspace. */
export interface Token {
  token_id: string;
  token_secret: string;
}

/** An emulated Modal, in a process of its own. */
export interface Modal {
  /** What the API needs to know to reach it. */
  env: Record<string, string>;
  /** The tokens of its workspaces. */
  tokens: readonly [Token, Token];
  /** Does something to it that the API is not told of, for example `{ command: 'down', workspace: 'ak-…' }`. */
  tell: (command: { command: string; workspace?: string }) => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts an emulated Modal with nothing deployed in it. */
export async function startModal(): Promise<Modal> {
  const child = spawn(process.execPath, [EMULATOR], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
  });
  const found = (name: string): string => new RegExp(`${name}=(\\S+)`).exec(text)?.[1] ?? '';
  await until(() => {
    if (child.exitCode !== null) throw new Error(`The emulated Modal ended before it was ready:\n${text}`);
    return found('control') !== '' && (text.match(/MODAL_TOKEN_SECRET=\S+\n/g)?.length ?? 0) > 1;
  }, 'the emulated Modal to start');
  const control = found('control');
  const [first, second] = [...text.matchAll(/MODAL_TOKEN_ID=(\S+) MODAL_TOKEN_SECRET=(\S+)/g)].map(
    ([, token_id = '', token_secret = '']): Token => ({ token_id, token_secret }),
  );
  if (first === undefined || second === undefined) throw new Error(`The emulated Modal names too few tokens:\n${text}`);
  return {
    env: { MODAL_SERVER_URL: found('MODAL_SERVER_URL') },
    tokens: [first, second],
    async tell(command) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(control, { method: 'POST', headers, body: JSON.stringify(command) });
      if (!answer.ok) throw new Error(`The emulated Modal refused ${command.command}: ${await answer.text()}`);
    },
    stop: () => end(child),
  };
}
