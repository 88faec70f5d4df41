import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Figure, median, percentile } from './figures.js';
import { ROOT, scratch, startServer } from './processes.js';
import { benchSettings, promptTask } from './settings.js';

const ROUNDS = 5;
const TASKS = 200;
const EVERY_MS = 20;

interface Receiver {
  host: string;
  url: string;
  /** Takes connections and never answers: worse than refusing them. */
  is_dead: boolean;
  hangUp(): void;
  close(): void;
}

async function listen(told: (event: { data: { metadata: { n: string } } }) => void): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (receiver.is_dead) return;
    response.writeHead(204).end();
    told(JSON.parse(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const hangUp = () => server.closeAllConnections();
  const receiver: Receiver = {
    host,
    url: `http://${host}/`,
    is_dead: false,
    hangUp,
    close() {
      server.close();
      hangUp();
    },
  };
  return receiver;
}

/** How much later one receiver is told when another, which was told as often, no longer answers. */
export async function webhookFigures(): Promise<Figure[]> {
  const dir = scratch();
  const began = new Map<string, number>();
  const times: number[] = [];
  const living = await listen(({ data }) => {
    const at = began.get(data.metadata.n);
    if (at !== undefined) times.push(performance.now() - at);
  });
  const other = await listen(() => {});
  const api = await startServer(process.execPath, [join(ROOT, 'apps/api/dist/bench/api-server.js')], {
    EASEL_DATA_DIR: join(dir, 'data'),
    EASEL_SETTINGS: benchSettings(dir),
    EASEL_WEBHOOK_HOSTS: `${living.host},${other.host}`,
  });
  const call = async (method: string, path: string, body: object): Promise<{ id: string }> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(api.url + path, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    // Ours: whatever is made has an id.
    return (await response.json()) as { id: string };
  };

  /** Creates tasks at a steady pace, and answers with the 99th percentile from asking to being told. */
  async function round(name: string): Promise<number> {
    times.length = 0;
    const asked: Promise<unknown>[] = [];
    for (let i = 0; i < TASKS; i += 1) {
      const n = `${name}-${i}`;
      began.set(n, performance.now());
      asked.push(call('POST', '/v1/tasks', { ...promptTask(), metadata: { n } }));
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    await Promise.all(asked);
    while (times.length < TASKS) await new Promise((resolve) => setTimeout(resolve, 20));
    return percentile(times, 0.99);
  }

  try {
    const { id } = await call('POST', '/v1/webhooks', { url: other.url, events: ['task.created'] });
    await call('POST', '/v1/webhooks', { url: living.url, events: ['task.created'] });
    await round('warm');
    const pairs: { both: number; one: number }[] = [];
    for (let i = 0; i < ROUNDS; i += 1) {
      const both = await round(`both-${i}`);
      other.is_dead = true;
      const one = await round(`one-${i}`);
      other.is_dead = false;
      // What waits for it is dropped.
      await call('PATCH', `/v1/webhooks/${id}`, { enabled: false });
      other.hangUp();
      await call('PATCH', `/v1/webhooks/${id}`, { enabled: true });
      pairs.push({ both, one });
    }
    const ms = (values: number[]) => `${median(values).toFixed(1)} ms`;
    return [
      {
        name: 'webhooks: p99 until told, once another receiver is dead',
        value: median(pairs.map(({ one }) => one)) / median(pairs.map(({ both }) => both)),
        limit: 2,
        unit: '×',
        note: `${ms(pairs.map(({ one }) => one))} against ${ms(pairs.map(({ both }) => both))}`,
      },
    ];
  } finally {
    living.close();
    other.close();
    await api.stop();
  }
}
