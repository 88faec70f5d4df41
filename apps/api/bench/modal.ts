import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Attempt, Call, Job, Task } from '@easel/contracts';
import sharp from 'sharp';
import { connectAll, type ModalWorld, type Product, rentedTask, startModalWorld } from '../crash/modal-world.js';
import { webmFilm } from '../dev-modal/webm-film.js';
import { type Figure, median } from './figures.js';
import { ROOT, rssMib, type Server, scratch, startServer } from './processes.js';

const MIB = 1024 * 1024;
const SAMPLES = 40;
const OUTSTANDING = 1000;
const HOLD_MS = 12_000;
const FILM = { width: 832, height: 480, fps: 8, mib: 200 };
const SAMPLE_MS = 100;
const WARM_UP = 2 ** 30;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function read<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} ${response.status}: ${await response.text()}`);
  return (await response.json()) as T; // the contract says what each route answers
}

async function create({ url }: Server, world: ModalWorld, seed: number): Promise<Task> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/tasks`, { method: 'POST', headers, body: rentedTask(world, seed) });
  if (response.status !== 202) throw new Error(`not created: ${await response.text()}`);
  return (await response.json()) as Task; // as above
}

async function ended({ url }: Server, id: string): Promise<Task> {
  for (;;) {
    const task = await read<Task>(`${url}/v1/tasks/${id}?wait_s=30`);
    if (task.status === 'done') return task;
    if (task.status !== 'pending' && task.status !== 'processing') throw new Error(`${id}: ${task.error?.message}`);
  }
}

async function serve(world: ModalWorld): Promise<Server> {
  const server = join(ROOT, 'apps/api/dist/bench/modal-server.js');
  const started = await startServer(process.execPath, ['--expose-gc', server], {
    ...world.env,
    EASEL_DATA_DIR: scratch(),
  });
  await connectAll(started.url, world);
  return started;
}

const since = (from: string | null, to: string | null) => Date.parse(to ?? '') - Date.parse(from ?? '');

/** Noise does not compress: a picture of about 1 MiB. */
async function largePicture(): Promise<Product> {
  const [width, height] = [600, 582];
  const raw = { width, height, channels: 3 as const };
  const bytes = await sharp(randomBytes(width * height * 3), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer();
  return { bytes, content_type: 'image/png', width, height, duration_s: null, poster: null };
}

async function wayThere(): Promise<Figure[]> {
  const makes = await largePicture();
  const world = await startModalWorld({ workspaces: 1, run_ms: () => 20, makes: () => makes });
  const server = await serve(world);
  await ended(server, (await create(server, world, 0)).id);
  const accepted: number[] = [];
  const stored: number[] = [];
  for (let n = 1; n <= SAMPLES; n += 1) {
    const { id } = await create(server, world, n);
    const task = await ended(server, id);
    const [attempt] = (await read<{ items: Attempt[] }>(`${server.url}/v1/tasks/${id}/attempts`)).items;
    const [call] = (await read<{ items: Call[] }>(`${server.url}/v1/admin/calls?limit=1`)).items;
    accepted.push(since(task.created_at, attempt?.stamps.accepted_at ?? null));
    stored.push(since(call?.platform?.output_created_at ?? null, task.finished_at));
  }
  await server.stop();
  await world.stop();
  const note = `${(makes.bytes.length / MIB).toFixed(2)} MiB each`;
  return [
    { name: 'Modal: created to accepted there, p50 *', value: median(accepted), limit: 60, unit: 'ms' },
    { name: 'Modal: finished there to done, stored, p50 *', value: median(stored), limit: 150, unit: 'ms', note },
  ];
}

/** Highest resident memory of a process until the work is over. */
async function peakDuring(pid: number, work: Promise<unknown>): Promise<number> {
  let over = false;
  void work.finally(() => {
    over = true;
  });
  let peak = 0;
  while (!over) {
    peak = Math.max(peak, rssMib(pid));
    await pause(SAMPLE_MS);
  }
  await work;
  return peak;
}

async function manyOutstanding(): Promise<Figure[]> {
  const runtime = { max_containers: OUTSTANDING / 2, concurrency: 1 };
  const world = await startModalWorld({
    workspaces: 2,
    run_ms: ({ input }) => (input.seed === WARM_UP ? 10 : HOLD_MS),
    runtime,
  });
  const server = await serve(world);
  // A process that has worked: the figure is about what is outstanding.
  const first = await Promise.all(Array.from({ length: OUTSTANDING / 5 }, () => create(server, world, WARM_UP)));
  for (const { id } of first) await ended(server, id);
  const held = async () => (await read<{ mib: number }>(`${server.url}/bench/held`)).mib;
  const before = { held: await held(), rss: rssMib(server.pid) };
  await read(`${server.url}/bench/loop`);
  let most = 0;
  let heldMost = 0;
  const work = async () => {
    const tasks = await Promise.all(Array.from({ length: OUTSTANDING }, (_, n) => create(server, world, n)));
    const running = () =>
      world.workspaces
        .flatMap((w) => w.calls())
        .filter(({ state, function: name }) => state === 'running' && name.includes('/Model_'));
    const watch = setInterval(() => {
      most = Math.max(most, running().length);
    }, 250);
    await pause(HOLD_MS / 3);
    heldMost = await held();
    // Asked seldom: whoever waits for each task by itself would be measured along.
    for (;;) {
      const open = await read<{ items: unknown[] }>(`${server.url}/v1/tasks?status=pending,processing&limit=1`);
      if (open.items.length === 0) break;
      await pause(500);
    }
    clearInterval(watch);
    const states = await Promise.all(tasks.map(({ id }) => read<Task>(`${server.url}/v1/tasks/${id}`)));
    return states.filter(({ status }) => status === 'done').length;
  };
  const working = work();
  const peak = await peakDuring(server.pid, working);
  const done = await working;
  const { p99_ms } = await read<{ p99_ms: number }>(`${server.url}/bench/loop`);
  await server.stop();
  await world.stop();
  const note = `${most} at once`;
  return [
    {
      name: `Modal: of ${OUTSTANDING} tasks on two workspaces finished`,
      value: done,
      limit: OUTSTANDING,
      unit: '',
      at_least: true,
      note,
    },
    {
      name: 'Modal: memory held for them while they are outstanding *',
      value: heldMost - before.held,
      limit: 100,
      unit: 'MiB',
      note: `resident, with what was not collected yet, ${Math.round(peak - before.rss)} MiB at most`,
    },
    { name: 'Modal: event loop held up meanwhile, p99 *', value: p99_ms, limit: 50, unit: 'ms' },
  ];
}

/** A playable film of this size: one frame of noise, again and again. */
async function noisyFilm(mib: number): Promise<Product> {
  const { width, height, fps } = FILM;
  const raw = { width, height, channels: 3 as const };
  const frame = await sharp(randomBytes(width * height * 3), { raw })
    .webp({ quality: 95 })
    .toBuffer();
  const count = Math.ceil((mib * MIB) / frame.length);
  const bytes = await webmFilm(
    Array.from({ length: count }, () => frame),
    fps,
    width,
    height,
  );
  return { bytes, content_type: 'video/webm', width, height, duration_s: count / fps, poster: frame };
}

async function largeResult(): Promise<Figure[]> {
  const [small, large] = [await noisyFilm(FILM.mib / 10), await noisyFilm(FILM.mib)];
  const makes = ({ input }: Job) => (input.seed === 0 ? small : large);
  const world = await startModalWorld({ workspaces: 1, run_ms: () => 200, makes, type: 'video' });
  const server = await serve(world);
  // What any video needs is there after the first one: the figure is about size.
  await ended(server, (await create(server, world, 0)).id);
  const before = rssMib(server.pid);
  const { id } = await create(server, world, 1);
  const peak = await peakDuring(server.pid, ended(server, id));
  const bytes = (await ended(server, id)).outputs[0]?.bytes ?? 0;
  await server.stop();
  await world.stop();
  const note = `${(bytes / MIB).toFixed(0)} MiB stored`;
  return [
    { name: 'Modal: memory growth with a video of 200 MiB *', value: peak - before, limit: 64, unit: 'MiB', note },
  ];
}

/** Figures of rented backends, against an emulated Modal in this process. */
export async function modalFigures(): Promise<Figure[]> {
  return [...(await wayThere()), ...(await manyOutstanding()), ...(await largeResult())];
}
