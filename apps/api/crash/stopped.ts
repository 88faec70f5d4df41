import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Task } from '@easel/contracts';
import { cheapTask } from './load.js';
import { childrenOf, pause, startServer } from './server-process.js';
import { verifyData } from './verify-data.js';

/**
 * Stops the server with SIGSTOP for longer than its lease while a task runs, then lets it go on: the late result is
 * refused, the task is repeated, and one result is stored.
 */
const LEASE_S = 2;
const dataDir = mkdtempSync(join(tmpdir(), 'easel-stopped-'));
const server = await startServer(dataDir, { EASEL_LEASE_S: String(LEASE_S) });
const created = await fetch(`${server.url}/v1/tasks`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: cheapTask({ steps: 50 }, 8),
});
const { id } = (await created.json()) as Task;
while (childrenOf(server.pid).length === 0) await pause(10);
await pause(300);
process.kill(server.pid, 'SIGSTOP');
await pause(LEASE_S * 1000 * 3);
process.kill(server.pid, 'SIGCONT');
const task = (await (await fetch(`${server.url}/v1/tasks/${id}?wait_s=60`)).json()) as Task;
const attempts = (await (await fetch(`${server.url}/v1/tasks/${id}/attempts`)).json()) as {
  items: { state: string; fencing: number }[];
};
server.child.kill('SIGTERM');
await server.ended;
const wrong = verifyData(dataDir, [id]);
if (task.status !== 'done') wrong.push(`the task ended as ${task.status}`);
if (task.outputs.length !== 8) wrong.push(`it has ${task.outputs.length} outputs`);
if (task.attempt !== 1) wrong.push(`a lost lease used up an attempt: ${task.attempt}`);
const states = attempts.items.map((attempt) => `${attempt.fencing} ${attempt.state}`).join(', ');
if (states !== '2 succeeded, 1 failed') wrong.push(`the attempts are: ${states}`);
for (const line of wrong) console.error(`wrong: ${line}`);
if (wrong.length === 0) rmSync(dataDir, { recursive: true, force: true });
console.log(wrong.length === 0 ? 'The late result was fenced off.' : `${wrong.length} wrong.`);
process.exit(wrong.length === 0 ? 0 : 1);
