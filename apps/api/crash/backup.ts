import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import sharp from 'sharp';
import { ROOT_DIR } from '../src/root-dir.js';
import { cheapTask } from './load.js';
import { pause, startServer } from './server-process.js';
import { verifyRestored } from './verify-backup.js';

/**
 * Backs up a server while tasks and uploads come in, restores each backup into an empty directory, and starts a server
 * there: nothing that was acknowledged before the backup began is missing. Backups and restores that are killed on the
 * way are never taken for whole ones.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } });
const rounds = Number(values.rounds);
const WRITERS = 3;
const ENOUGH = 200;
const root = mkdtempSync(join(tmpdir(), 'easel-backup-'));
const run = promisify(execFile);
const script = (name: string) => join(ROOT_DIR, `apps/api/dist/${name}.js`);
const command = (name: string, env: Record<string, string>, ...args: string[]) =>
  run(process.execPath, [script(name), ...args], { env: { ...process.env, ...env } });

const dataDir = join(root, 'data');
const server = await startServer(dataDir);
const acknowledged = { tasks: [] as string[], assets: [] as string[] };
const wrong: string[] = [];
let over = false;
let made = 0;
/** Backups and restores that were cut off. */
let halves = 0;

async function keepId(list: string[], response: Response | null): Promise<string | null> {
  if (!response?.ok) return null;
  const { id } = (await response.json()) as { id: string };
  list.push(id);
  return id;
}

async function uploadOne(): Promise<void> {
  const shade = made++;
  const background = { r: shade & 255, g: (shade >> 8) & 255, b: 77 };
  const png = await sharp({ create: { width: 32, height: 32, channels: 3, background } })
    .png()
    .toBuffer();
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(png)], { type: 'image/png' }), 'a.png');
  await keepId(acknowledged.assets, await fetch(`${server.url}/v1/assets`, { method: 'POST', body: form }));
}

async function createOne(): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = cheapTask({ seed: made++ });
  const id = await keepId(acknowledged.tasks, await fetch(`${server.url}/v1/tasks`, { method: 'POST', headers, body }));
  // Most are cancelled: what is to be seen is writing, not painting.
  if (id !== null && made % 4 !== 0) await fetch(`${server.url}/v1/tasks/${id}/cancel`, { method: 'POST' });
}

async function write(): Promise<void> {
  while (!over) {
    await uploadOne();
    await createOne();
    // Enough to write all the time, not so much that checking it takes the longest.
    await pause(acknowledged.assets.length < ENOUGH ? 5 : 200);
  }
}

/** Starts a command and kills it at some moment, or lets it end when it is faster. */
async function killed(name: string, env: Record<string, string>, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [script(name), ...args], { env: { ...process.env, ...env }, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const late = setTimeout(() => child.kill('SIGKILL'), 60 + Math.random() * 300);
  await ended;
  clearTimeout(late);
}

async function round(n: number): Promise<void> {
  await pause(150);
  const before = { tasks: [...acknowledged.tasks], assets: [...acknowledged.assets] };
  const into = join(root, `backups-${n}`);
  const restored = join(root, `restored-${n}`);
  await killed('backup', { EASEL_DATA_DIR: dataDir }, into);
  if (!existsSync(into) || readdirSync(into).every((name) => name.endsWith('.unfinished'))) halves += 1;
  await pause(1000);
  await command('backup', { EASEL_DATA_DIR: dataDir }, into);
  const during = acknowledged.tasks.length - before.tasks.length;
  await killed('restore', {}, into, '--data', restored);
  if (!existsSync(join(restored, 'easel.db'))) {
    halves += 1;
    await command('restore', {}, into, '--data', restored);
  }
  const found = verifyRestored(restored, before);
  const second = await startServer(restored);
  for (const id of before.tasks.slice(-5)) {
    const { status } = await fetch(`${second.url}/v1/tasks/${id}`);
    if (status !== 200) found.push(`the server on the restored data says ${status} to ${id}`);
  }
  second.child.kill('SIGTERM');
  await second.ended;
  wrong.push(...found.map((line) => `round ${n}: ${line}`));
  console.log(`round ${n}: ${before.tasks.length} tasks, ${before.assets.length} uploads, ${during} tasks meanwhile`);
  for (const folder of [into, restored]) rmSync(folder, { recursive: true, force: true });
}

const writers = Array.from({ length: WRITERS }, write);
while (acknowledged.tasks.length < 20) await pause(20);
for (let n = 1; n <= rounds; n += 1) await round(n);
over = true;
await Promise.all(writers);
server.child.kill('SIGTERM');
await server.ended;
for (const line of wrong) console.error(`wrong: ${line}`);
if (wrong.length === 0) rmSync(root, { recursive: true, force: true });
else console.error(`left for you: ${root}`);
console.log(
  wrong.length === 0
    ? `${rounds} backups under load, nothing is missing; ${halves} more were cut off and did no harm.`
    : `${wrong.length} wrong.`,
);
process.exit(wrong.length === 0 ? 0 : 1);
