import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ModalClient } from 'modal';
import { expect, it } from 'vitest';
import { listenControl } from '../src/index.ts';
import { startBench } from './with-emulator.ts';

const post = async (url: string, body: object): Promise<unknown> => {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
};

it('obeys another process', async () => {
  const { emulator, client, workspace } = await startBench();
  const control = await listenControl(emulator);
  const say = (command: string, more: object = {}) => post(control.url, { command, workspace: 'ak-1', ...more });
  workspace.deploy('studio', {
    twice: {
      kind: 'function',
      handler: (_args, _kwargs, { execution, signal }) =>
        execution > 1 || new Promise((resolve) => signal.addEventListener('abort', resolve)),
    },
  });
  const fn = await client.functions.fromName('studio', 'twice');
  const call = await fn.spawn();
  await expect.poll(() => say('calls', { state: 'running' })).toMatchObject([{ call_id: call.functionCallId }]);
  expect(await say('preempt')).toEqual({ call_id: call.functionCallId });
  expect(await call.get()).toBe(true);
  await say('fault', { method: 'FunctionMap', fault: { status: 'NOT_FOUND' } });
  await expect(fn.spawn()).rejects.toMatchObject({ code: 5 });
  await say('revoke');
  await expect(fn.spawn()).rejects.toMatchObject({ code: 16 });
  await say('restore');
  await say('stop_app', { app: 'studio' });
  expect(await say('apps')).toEqual([]);
  expect(await say('dance')).toEqual({ error: 'There is no command dance' });
  control.stop();
});

it('refuses what a page in a browser could send unasked', async () => {
  const { emulator } = await startBench();
  const control = await listenControl(emulator);
  const sent = await fetch(control.url, { method: 'POST', body: '{"command":"kill"}' });
  expect(sent.status).toBe(400);
  control.stop();
});

it('starts as a command, with functions from a module', async () => {
  const module = join(tmpdir(), `register-${process.pid}.mjs`);
  await writeFile(
    module,
    `export const register = (emulator) => emulator.workspace('ak-emulated-one').deploy('studio', {
      one: { kind: 'function', handler: () => 'from the module' } });`,
  );
  const cli = new URL('../dist/cli.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [cli, '--module', module], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) if (lines.push(line) === 4) break;
    process.env.MODAL_SERVER_URL = lines[0]?.split('=')[1];
    expect(lines[2]).toBe('MODAL_TOKEN_ID=ak-emulated-one MODAL_TOKEN_SECRET=as-emulated-one');
    const client = new ModalClient({ tokenId: 'ak-emulated-one', tokenSecret: 'as-emulated-one' });
    expect(await (await client.functions.fromName('studio', 'one')).remote()).toBe('from the module');
  } finally {
    child.kill('SIGTERM');
  }
  expect(await ended).toBe(0);
});
