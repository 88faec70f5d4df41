import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const MODULE = new URL('./run-child.mjs', import.meta.url).href;

/** A process that stands in for `script`, as `npm start` stands in for the server. */
function standIn(script: string) {
  const body = `import { become } from '${MODULE}'; await become(process.execPath, ['-e', ${JSON.stringify(script)}], {});`;
  return spawn(process.execPath, ['--input-type=module', '-e', body], { stdio: ['ignore', 'pipe', 'inherit'] });
}

it('ends with the exit code of what it runs', async () => {
  const [code] = await once(standIn('process.exit(7)'), 'close');
  expect(code).toBe(7);
});

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('hands %s on, and waits for a clean end', async (signal) => {
  const parent = standIn(`process.on('${signal}', () => { console.log('stopping'); process.exit(0); });
    setInterval(() => {}, 1000); console.log('ready')`);
  let output = '';
  parent.stdout.on('data', (chunk) => {
    output += chunk;
    if (String(chunk).includes('ready')) parent.kill(signal);
  });
  const [code] = await once(parent, 'close');
  expect({ code, output }).toEqual({ code: 0, output: 'ready\nstopping\n' });
});

it('dies by the signal that killed what it runs', async () => {
  const [code, signal] = await once(standIn(`process.kill(process.pid, 'SIGKILL')`), 'close');
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
});
