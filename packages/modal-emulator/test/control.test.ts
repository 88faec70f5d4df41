import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
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

it.each(['bare', 'with functions of its own'])('starts as a command, %s', async (how) => {
  const dist = new URL('../dist/', import.meta.url);
  const register = `(emulator) => emulator.workspace('ak-emulated-one').deploy('studio', {
    one: { kind: 'function', handler: () => 'from the program' } })`;
  const program = `import { runCommand } from '${dist}index.js'; await runCommand([], ${register});`;
  const args = how === 'bare' ? [fileURLToPath(new URL('cli.js', dist))] : ['--input-type=module', '--eval', program];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) if (lines.push(line) === 4) break;
    process.env.MODAL_SERVER_URL = lines[0]?.split('=')[1];
    expect(lines[2]).toBe('MODAL_TOKEN_ID=ak-emulated-one MODAL_TOKEN_SECRET=as-emulated-one');
    const client = new ModalClient({ tokenId: 'ak-emulated-one', tokenSecret: 'as-emulated-one' });
    const found = client.functions.fromName('studio', 'one');
    if (how === 'bare') await expect(found).rejects.toThrow(/not found/);
    else expect(await (await found).remote()).toBe('from the program');
  } finally {
    child.kill('SIGTERM');
  }
  expect(await ended).toBe(0);
});
