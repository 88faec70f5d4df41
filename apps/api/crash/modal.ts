import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Workspace } from '@easel/modal-emulator';
import { createUntilAnswered, type Promised } from './load.js';
import { connectAll, type ModalWorld, rentedTask, startModalWorld } from './modal-world.js';
import { pause, type Running, startServer } from './server-process.js';
import { verifyData } from './verify-data.js';

/**
 * Tasks over three emulated workspaces while at random one goes down and returns, replies are lost, containers are taken
 * away, and the API is killed. Afterwards every task is done once with one stored result, and nothing was carried through
 * twice but what the platform itself repeated.
 */
const { values } = parseArgs({
  options: { tasks: { type: 'string', default: '300' }, kills: { type: 'string', default: '10' } },
});
const tasks = Number(values.tasks);
const kills = Number(values.kills);

const dir = mkdtempSync(join(tmpdir(), 'easel-crash-modal-'));
process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
const world = await startModalWorld({ workspaces: 3, run_ms: () => randomInt(100, 900) });
const promised: Promised = new Map();
/** Calls whose container was taken away, by us. */
const preempted = new Set<string>();

const any = <T>(list: T[]): T | undefined => (list.length > 0 ? list[randomInt(list.length)] : undefined);

function loseReplies({ faults }: Workspace): void {
  const method = any(['FunctionMap', 'FunctionGetOutputs', 'FunctionGet', 'QueueGet', 'FunctionCallFromId']);
  faults.add(method ?? 'FunctionMap', {
    status: 'UNAVAILABLE',
    when: randomInt(2) ? 'after' : 'before',
    times: randomInt(1, 6),
  });
  // A refusal after a lost reply does not say that nothing runs.
  if (randomInt(4) === 0) faults.add(method ?? 'FunctionMap', { status: 'RESOURCE_EXHAUSTED' });
}

function takeAway(workspace: Workspace): void {
  const call = any(
    workspace.calls().filter(({ state, function: name }) => state === 'running' && name.includes('/Model_')),
  );
  if (!call) return;
  preempted.add(call.call_id);
  workspace.preempt(call.call_id, randomInt(2) ? 'now' : 'on_completion');
}

async function goDown(workspace: Workspace): Promise<void> {
  workspace.down();
  await pause(randomInt(200, 2500));
  workspace.up();
}

/** Trouble at random until it is told to stop; then everything works again. */
async function trouble({ workspaces }: ModalWorld, over: AbortSignal): Promise<void> {
  const outages: Promise<void>[] = [];
  while (!over.aborted) {
    const workspace = any(workspaces);
    if (!workspace) return;
    const kind = randomInt(10);
    if (kind === 0) outages.push(goDown(workspace));
    else if (kind < 4) takeAway(workspace);
    else loseReplies(workspace);
    await pause(randomInt(20, 200));
  }
  await Promise.all(outages);
  for (const { faults } of workspaces) faults.clear();
}

const env = { ...world.env, EASEL_LEASE_S: '5' };
let server: Running | null = await startServer(dir, env);
await connectAll(server.url, world);
const address = () => server?.url ?? null;

const over = new AbortController();
const troubling = trouble(world, over.signal);
const feeding = (async () => {
  for (let n = 0; n < tasks; n += 1) {
    await createUntilAnswered(() => address() ?? 'http://127.0.0.1:9', promised, rentedTask(world, n));
    await pause(randomInt(5, 60));
  }
})();

let slowest = 0;
for (let n = 1; n <= kills; n += 1) {
  await pause(randomInt(800, 2500));
  const dying: Running = server;
  server = null;
  dying.child.kill('SIGKILL');
  await dying.ended;
  server = await startServer(dir, env);
  slowest = Math.max(slowest, server.ready_ms);
}
await feeding;
over.abort();
await troubling;
console.log(`${promised.size} tasks promised, ${kills} kills, ${preempted.size} containers taken away`);

const open = async () => {
  const pages = ['pending', 'processing'].map(async (status) => {
    const response = await fetch(`${address()}/v1/tasks?limit=100&status=${status}`);
    return ((await response.json()) as { items: unknown[] }).items.length;
  });
  return (await Promise.all(pages)).reduce((sum, n) => sum + n, 0);
};
for (let left = await open(); left > 0; left = await open()) await pause(250);
const last: Running = server;
last.child.kill('SIGTERM');
await last.ended;

const wrong = verifyData(dir, promised.values());
const byTask = new Map<string, string[]>();
for (const { task_id, calls } of world.completions.values()) {
  byTask.set(task_id, [...(byTask.get(task_id) ?? []), ...calls]);
}
for (const [task_id, calls] of byTask) {
  const unexplained = calls.filter((call) => !preempted.has(call)).length;
  if (calls.length > 1 && unexplained > 0 && !calls.some((call) => preempted.has(call))) {
    wrong.push(`${task_id} was carried through ${calls.length} times and nothing was taken away`);
  }
}
const repeated = [...byTask.values()].filter((calls) => calls.length > 1).length;
await world.stop();
console.log(
  `${byTask.size} tasks carried through, ${repeated} of them more than once where a container was taken away`,
);
console.log(`slowest ready in ${Math.round(slowest)} ms`);
for (const problem of wrong) console.error(problem);
console.log(wrong.length === 0 ? 'Nothing lost, nothing twice.' : `${wrong.length} problems.`);
process.exit(wrong.length === 0 ? 0 : 1);
