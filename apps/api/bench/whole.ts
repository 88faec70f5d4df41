import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type Figure, median } from './figures.js';
import { hasLoaded, ROOT, rssMib, scratch, startServer } from './processes.js';
import { promptTask } from './settings.js';

const run = promisify(execFile);
const SERVER = join(ROOT, 'apps/api/dist/server.js');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/v1/ready`).catch(() => null);
    if (response?.ok) return;
    await pause(5);
  }
}

async function startFigures(): Promise<Figure[]> {
  const env = { EASEL_DATA_DIR: scratch(), EASEL_PORT: '0' };
  const times: number[] = [];
  for (let i = 0; i < 3; i += 1) {
    const began = performance.now();
    const api = await startServer(process.execPath, [SERVER], env);
    await untilReady(api.url);
    times.push(performance.now() - began);
    await api.stop();
  }
  const api = await startServer(process.execPath, [SERVER], env);
  await pause(3000);
  const memory = rssMib(api.pid);
  const onnx = hasLoaded(api.pid, 'onnxruntime') ? 1 : 0;
  const delays: number[] = [];
  for (let i = 0; i < 25; i += 1) {
    const response = await fetch(`${api.url}/v1/tasks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=60' },
      body: JSON.stringify(promptTask()),
    });
    const task = (await response.json()) as { status: string; created_at: string; started_at: string };
    if (task.status !== 'done') throw new Error(`a task ended as ${task.status}`);
    delays.push(Date.parse(task.started_at) - Date.parse(task.created_at));
    await pause(100);
  }
  await api.stop();
  return [
    { name: 'API ready after the process starts *', value: median(times), limit: 1500, unit: 'ms' },
    { name: 'ONNX Runtime loaded by an idle API', value: onnx, limit: 0, unit: '' },
    { name: 'idle memory *', value: memory, limit: 150, unit: 'MiB' },
    { name: 'created to started on an idle system, p50 *', value: median(delays), limit: 10, unit: 'ms' },
  ];
}

async function secondStart(): Promise<Figure> {
  const env = { EASEL_DATA_DIR: scratch(), EASEL_PORT: '4187' };
  const start = () => startServer('npm', ['start', '--prefix', ROOT], env);
  await (await start()).stop();
  const second = await start();
  await second.stop();
  return { name: 'second `npm start` until ready *', value: second.ready_ms / 1000, limit: 5, unit: 's' };
}

function firstPaint(): Figure {
  const dist = join(ROOT, 'apps/web/dist');
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\/?(assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  const bytes = files.reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length,
    gzipSync(html).length,
  );
  const note = `${files.length} files of ${readdirSync(join(dist, 'assets')).length}`;
  return { name: 'studio, first paint, gzip *', value: bytes / 1000, limit: 150, unit: 'kB', note };
}

async function engineFigures(): Promise<Figure[]> {
  // It exits with 1 when its ratio falls short; the figure says so here too.
  const { stdout } = await run(process.execPath, [join(ROOT, 'packages/engine/bench/picture.ts')]).catch(
    (error: { stdout: string }) => error,
  );
  const lines = stdout.trim().split('\n');
  const measured = JSON.parse(lines.at(-1) ?? '{}') as { wall_to_session: number; peak_rss_mib: number };
  return [
    {
      name: 'engine: wall time of a picture, against its time in session.run',
      value: measured.wall_to_session,
      limit: 1.1,
      unit: '×',
      note: `child peaks at ${Math.round(measured.peak_rss_mib)} MiB`,
    },
  ];
}

/** Figures of the whole system as it is started by its users. */
export async function wholeFigures(): Promise<Figure[]> {
  return [...(await startFigures()), await secondStart(), firstPaint(), ...(await engineFigures())];
}
