import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../src/create-context.js';
import { openStore } from '../src/db/store.js';
import { ensureLocalOwner } from '../src/user/local-owner.js';
import { seedTasks } from '../test/seed.js';
import { type Figure, median } from './figures.js';
import { ROOT, scratch, startServer } from './processes.js';

const TASKS = 50_000;
const ROUNDS = 15;

/** A data directory with so many tasks of a month, waiting, run and failed. */
async function seeded(): Promise<string> {
  const dir = join(scratch(), 'operators');
  mkdirSync(dir, { recursive: true });
  const store = openStore(join(dir, 'easel.db'));
  await ensureLocalOwner(store);
  await seedTasks(store, { tasks: TASKS, settings: readSettings(join(ROOT, 'inference_settings.json')) });
  await store.close();
  return dir;
}

/** What operators look at, with the milliseconds that each may take. */
const LOOKS: [name: string, path: string, limit_ms: number][] = [
  ['overview of a day', '/v1/admin/overview', 100],
  ['overview of 30 days', '/v1/admin/overview?window_s=2592000', 1000],
  ['waiting times of a day as a plot', '/v1/admin/timeseries?metric=wait', 100],
  ['first page of all tasks', '/v1/admin/tasks?limit=100', 50],
  ['first page of failed tasks of one model', '/v1/admin/tasks?limit=100&status=failed&model=pocket', 100],
  ['a prompt that nobody wrote, one page', '/v1/admin/tasks?limit=100&search=nobody+wrote+this', 250],
];

/** How fast an operator is answered. EASEL_BENCH_DATA names a data directory that was filled before. */
export async function operatorFigures(): Promise<Figure[]> {
  const data = process.env.EASEL_BENCH_DATA ?? (await seeded());
  const server = await startServer('node', [join(ROOT, 'apps/api/dist/bench/api-server.js')], {
    EASEL_DATA_DIR: data,
    EASEL_PORT: '0',
  });
  const look = async (path: string): Promise<number> => {
    const began = performance.now();
    const response = await fetch(server.url + path);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
    return performance.now() - began;
  };
  const figures: Figure[] = [];
  for (const [name, path, limit] of LOOKS) {
    const first = await look(path);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await look(path));
    const note = `the first time ${Math.round(first)} ms`;
    figures.push({ name: `${name} *`, value: median(times), limit, unit: 'ms', note });
  }
  await server.stop();
  return figures;
}
