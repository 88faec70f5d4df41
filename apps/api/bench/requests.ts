import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';
import Sqlite from 'better-sqlite3';
import { type Figure, median } from './figures.js';
import { cpuMicros, ROOT, type Server, scratch, startServer } from './processes.js';
import { benchSettings, promptTask } from './settings.js';

const DIST = join(ROOT, 'apps/api/dist/bench');
const ROUNDS = 3;
const CONNECTIONS = 20;
/** Sharing commits pays where a commit is dear: on a disk that answers faster, the ratio measures the processor. */
const COMMIT_MS = 2;

interface Load {
  cpu_us: number;
  per_s: number;
  non2xx: number;
}

async function load(server: Server, options: Partial<autocannon.Options>, seconds: number): Promise<Load> {
  const before = cpuMicros(server.pid);
  const result = await autocannon({
    connections: CONNECTIONS,
    duration: seconds,
    ...options,
    url: `${server.url}${options.url}`,
  });
  const done = result['2xx'];
  return { cpu_us: (cpuMicros(server.pid) - before) / done, per_s: done / result.duration, non2xx: result.non2xx };
}

/** How long one durable commit takes on this disk: the median of many, one after the other. */
function measureCommit(file: string): number {
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('create table t (body text)');
  const insert = db.prepare('insert into t values (?)');
  const times: number[] = [];
  for (let i = 0; i < 200; i += 1) {
    const began = performance.now();
    insert.run('x'.repeat(1000));
    times.push(performance.now() - began);
  }
  db.close();
  return median(times);
}

/** Ours against bare, in turns, so that a machine that slows down slows both. */
async function ratio(ours: () => Promise<Load>, bare: () => Promise<Load>): Promise<{ ratio: number; note: string }> {
  const pairs: { ours: Load; bare: Load }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) pairs.push({ ours: await ours(), bare: await bare() });
  const failed = pairs.reduce((sum, pair) => sum + pair.ours.non2xx + pair.bare.non2xx, 0);
  const us = (values: number[]) => Math.round(median(values));
  return {
    ratio: failed > 0 ? Number.NaN : median(pairs.map((pair) => pair.ours.cpu_us / pair.bare.cpu_us)),
    note: `${us(pairs.map((p) => p.ours.cpu_us))} µs against ${us(pairs.map((p) => p.bare.cpu_us))} µs${failed ? `, ${failed} failed` : ''}`,
  };
}

/** Cost of polling, of listing, and of a durable create. */
export async function requestFigures(): Promise<Figure[]> {
  const dir = scratch();
  const env = { EASEL_DATA_DIR: join(dir, 'data'), EASEL_SETTINGS: benchSettings(dir) };
  const api = await startServer(process.execPath, [join(DIST, 'api-server.js')], env);
  const body = JSON.stringify(promptTask());
  const headers = { 'content-type': 'application/json' };
  for (let i = 0; i < 25; i += 1) await fetch(`${api.url}/v1/tasks`, { method: 'POST', headers, body });
  const list = await (await fetch(`${api.url}/v1/tasks?limit=20`)).text();
  const { id } = JSON.parse(list).items[3];
  const task = await (await fetch(`${api.url}/v1/tasks/${id}`)).text();
  writeFileSync(join(dir, 'task.json'), task);
  writeFileSync(join(dir, 'list.json'), list);
  const files = ['task.json', 'list.json', 'bare.db'].map((name) => join(dir, name));
  const bare = await startServer(process.execPath, [join(DIST, 'bare-server.js'), ...files], {});
  try {
    const poll = await ratio(
      () => load(api, { url: `/v1/tasks/${id}` }, 2),
      () => load(bare, { url: '/task' }, 2),
    );
    const page = await ratio(
      () => load(api, { url: '/v1/tasks?limit=20' }, 2),
      () => load(bare, { url: '/list' }, 2),
    );
    const post = { method: 'POST', headers, body, connections: 50 } as const;
    const creates: { ours: Load; bare: Load }[] = [];
    const perCommit: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // A fresh one each time: with no queue limit, counting what waits would otherwise be what is measured.
      const fresh = await startServer(process.execPath, [join(DIST, 'api-server.js')], {
        ...env,
        EASEL_DATA_DIR: join(dir, `create-${round}`),
      });
      await load(fresh, { ...post, url: '/v1/tasks', connections: 5 }, 0.5);
      const ours = await load(fresh, { ...post, url: '/v1/tasks' }, 1.5);
      const counted = (await (await fetch(`${fresh.url}/bench/commits`)).json()) as {
        commits: number;
        creates: number;
      };
      perCommit.push(counted.creates / counted.commits);
      await fresh.stop();
      creates.push({ ours, bare: await load(bare, { ...post, url: '/create' }, 1.5) });
    }
    const commitMs = measureCommit(join(dir, 'commit.db'));
    const perSecond = creates.map((c) => (c.ours.non2xx > 0 ? Number.NaN : c.ours.per_s));
    const oneCommit = Math.round(median(creates.map((c) => c.bare.per_s)));
    return [
      {
        name: 'poll a task: CPU per request, against bare Fastify',
        value: poll.ratio,
        limit: 3,
        unit: '×',
        note: poll.note,
      },
      {
        name: 'list 20 tasks: CPU per request, against bare Fastify',
        value: page.ratio,
        limit: 4,
        unit: '×',
        note: page.note,
      },
      {
        name: 'durable create, against one commit per request',
        value: median(creates.map((c) => c.ours.per_s / c.bare.per_s)),
        limit: 5,
        unit: '×',
        at_least: true,
        note: `${oneCommit} a second with one commit each`,
        ...(commitMs >= COMMIT_MS
          ? {}
          : { unresolved: `a commit takes ${commitMs.toFixed(2)} ms on this disk, from ${COMMIT_MS} ms on it tells` }),
      },
      {
        name: 'creates that share a commit, 50 callers',
        value: median(perCommit),
        limit: 5,
        unit: '',
        at_least: true,
      },
      { name: 'durable creates a second *', value: median(perSecond), limit: 1000, unit: '/s', at_least: true },
    ];
  } finally {
    await api.stop();
    await bare.stop();
  }
}
