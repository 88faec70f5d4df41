import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CrashPoint } from '../src/crash-points.js';
import { cheapTask, createUntilAnswered, type Promised } from './load.js';
import { childrenOf, pause, type Running, startServer, survivors } from './server-process.js';
import { verifyData } from './verify-data.js';

/**
 * Kills the server, and its engine, at random moments and at named points while tasks come in; then checks that
 * everything promised was done exactly once.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    points: { type: 'string', default: '20' },
    seed: { type: 'string' },
  },
});
const kills = Number(values.kills);
const perPoint = Number(values.points);
const POINTS: CrashPoint[] = ['after_insert', 'after_submit', 'before_store', 'before_state'];
const TASKS_PER_KILL = 4;
const ORPHAN_MS = 3000;

let state = Number(values.seed ?? Date.now() % 1_000_000) >>> 0;
console.log(`seed ${state}`);
/** Mulberry32: a run can be repeated. */
function random(): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

const dataDir = mkdtempSync(join(tmpdir(), 'easel-crash-'));
const promised: Promised = new Map();
const wrong: string[] = [];
const readyTimes: number[] = [];
let current: Running | null = null;
let pending: Promise<void>[] = [];

function createSome(): void {
  for (let i = 0; i < TASKS_PER_KILL; i += 1) {
    const body = cheapTask({ seed: Math.floor(random() * 1e9) });
    pending.push(createUntilAnswered(() => current?.url ?? 'http://127.0.0.1:9', promised, body));
  }
}

async function start(env: Record<string, string> = {}): Promise<Running> {
  current = await startServer(dataDir, env);
  if (env.EASEL_TEST_CRASH_AT === undefined) readyTimes.push(current.ready_ms);
  return current;
}

async function afterDeath(server: Running, children: number[]): Promise<void> {
  await server.ended;
  const left = await survivors(children, ORPHAN_MS);
  if (left.length > 0) wrong.push(`engine processes outlived their parent: ${left.join(', ')}`);
}

async function randomKill(round: number): Promise<void> {
  const server = await start();
  createSome();
  await pause(100 + random() * 1200);
  const children = childrenOf(server.pid);
  const victim = children[0];
  if (round % 4 === 3 && victim !== undefined) {
    process.kill(victim, 'SIGKILL');
    await pause(200 + random() * 500);
  }
  const last = childrenOf(server.pid);
  server.child.kill('SIGKILL');
  await afterDeath(server, last);
}

async function pointKill(point: CrashPoint, round: number): Promise<void> {
  const server = await start({ EASEL_TEST_CRASH_AT: `${point}:${1 + (round % 3)}` });
  let children: number[] = [];
  const watch = setInterval(() => {
    const now = childrenOf(server.pid);
    if (now.length > 0) children = now;
  }, 20);
  createSome();
  const died = await Promise.race([server.ended.then(() => true), pause(30_000).then(() => false)]);
  clearInterval(watch);
  if (!died) wrong.push(`the point ${point} was not reached`);
  if (!died) server.child.kill('SIGKILL');
  await afterDeath(server, children);
}

async function settle(): Promise<Running> {
  const server = await start();
  await Promise.all(pending);
  pending = [];
  for (;;) {
    const page = (await (await fetch(`${server.url}/v1/tasks?status=pending,processing&limit=1`)).json()) as {
      items: unknown[];
    };
    if (page.items.length === 0) return server;
    await pause(100);
  }
}

for (let round = 0; round < kills; round += 1) {
  await randomKill(round);
  if (round % 10 === 9) {
    // Keep the queue short, so that tasks end between kills and do not only pile up.
    const settled = await settle();
    settled.child.kill('SIGKILL');
    await settled.ended;
    console.log(`${round + 1} kills, ${promised.size} tasks promised`);
  }
}
for (const point of POINTS) {
  for (let round = 0; round < perPoint; round += 1) await pointKill(point, round);
  const settled = await settle();
  settled.child.kill('SIGKILL');
  await settled.ended;
  console.log(`${perPoint} at ${point}, ${promised.size} tasks promised`);
}
const last = await settle();
// The sweeper runs five seconds after a start and removes what dead processes left.
await pause(10_000);
last.child.kill('SIGTERM');
await last.ended;
wrong.push(...verifyData(dataDir, promised.values()));
const slowest = Math.max(...readyTimes);
console.log(`${promised.size} tasks, ${readyTimes.length} starts, slowest ready in ${Math.round(slowest)} ms`);
if (wrong.length === 0) rmSync(dataDir, { recursive: true, force: true });
for (const line of wrong) console.error(`wrong: ${line}`);
if (wrong.length > 0) console.error(`The data is kept in ${dataDir}.`);
console.log(wrong.length === 0 ? 'Nothing lost, nothing twice.' : `${wrong.length} wrong.`);
process.exit(wrong.length === 0 ? 0 : 1);
