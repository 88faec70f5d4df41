import http from 'node:http';
import { join } from 'node:path';
import { type Figure, percentile } from './figures.js';
import { ROOT, scratch, startServer } from './processes.js';
import { benchSettings, promptTask } from './settings.js';

const CLIENTS = 1000;
const TASKS = 40;
const EVERY_MS = 150;

interface Client {
  seen: Set<string>;
  close(): void;
}

function connect(url: string, latencies: number[]): Promise<Client> {
  return new Promise((resolve, reject) => {
    const seen = new Set<string>();
    const request = http.get(`${url}/v1/events`, { agent: false }, (response) => {
      let rest = '';
      response.on('data', (chunk: Buffer) => {
        rest += chunk.toString();
        const blocks = rest.split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const id = /^id: (\d+)$/m.exec(block)?.[1];
          const at = /"updated_at":"([^"]+)"/.exec(block)?.[1];
          if (!block.includes('event: task') || id === undefined || at === undefined || seen.has(id)) continue;
          seen.add(id);
          latencies.push(Date.now() - Date.parse(at));
        }
      });
      resolve({ seen, close: () => request.destroy() });
    });
    request.on('error', reject);
  });
}

/** A thousand listeners: nothing stored is lost, and it arrives soon. */
export async function streamFigures(): Promise<Figure[]> {
  const dir = scratch();
  const env = { EASEL_DATA_DIR: join(dir, 'data'), EASEL_SETTINGS: benchSettings(dir) };
  const api = await startServer(process.execPath, [join(ROOT, 'apps/api/dist/bench/api-server.js')], env);
  const latencies: number[] = [];
  const clients: Client[] = [];
  for (let i = 0; i < CLIENTS; i += 50) {
    clients.push(...(await Promise.all(Array.from({ length: 50 }, () => connect(api.url, latencies)))));
  }
  const body = JSON.stringify(promptTask());
  for (let i = 0; i < TASKS; i += 1) {
    await fetch(`${api.url}/v1/tasks`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const all = new Set(clients.flatMap((client) => [...client.seen]));
  const lost = clients.reduce((sum, client) => sum + (all.size - client.seen.size), 0);
  for (const client of clients) client.close();
  await api.stop();
  return [
    {
      name: '1,000 listeners: stored changes lost',
      value: all.size < TASKS ? Number.NaN : lost,
      limit: 0,
      unit: '',
      note: `${all.size} changes each`,
    },
    {
      name: '1,000 listeners: p99 from change to arrival *',
      value: percentile(latencies, 0.99),
      limit: 250,
      unit: 'ms',
    },
  ];
}
