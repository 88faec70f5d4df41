import { sql } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import type { Context } from '../context.js';
import { databaseUse, diskUse } from '../storage/disk-use.js';

type Parts = Pick<Context, 'store' | 'backends' | 'hub' | 'config' | 'runner'>;

/** A gauge whose values are asked for when somebody scrapes. */
function asked<L extends string>(
  registry: Registry,
  [name, help]: [name: string, help: string],
  labelNames: L[],
  ask: () => Promise<[labels: Record<L, string>, value: number][]> | [Record<L, string>, number][],
): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      this.reset();
      for (const [labels, value] of await ask()) this.set(labels, value);
    },
  });
}

function askStore({ store }: Parts, registry: Registry): void {
  asked(registry, ['easel_tasks', 'Tasks that are kept, by status.'], ['status'], async () => {
    const rows = await sql<{
      status: string;
      n: number;
    }>`select status, count(*) as n from tasks group by status`.execute(store.read);
    return rows.rows.map(({ status, n }) => [{ status }, n]);
  });
  asked(registry, ['easel_queue_depth', 'Tasks that wait, by model and lane.'], ['model', 'lane'], async () => {
    const rows = await sql<{ model: string; lane: string; n: number }>`
      select model, lane, count(*) as n from tasks where status = 'pending' group by lane, model`.execute(store.read);
    return rows.rows.map(({ model, lane, n }) => [{ model, lane }, n]);
  });
  asked(registry, ['easel_webhook_deliveries', 'Deliveries that are kept, by state.'], ['state'], async () => {
    const rows = await sql<{ state: string; n: number }>`
      select state, count(*) as n from deliveries group by state`.execute(store.read);
    return rows.rows.map(({ state, n }) => [{ state }, n]);
  });
}

function askBackends({ backends }: Parts, registry: Registry): void {
  const each = (value: (id: string) => number) => () =>
    backends.list().map(({ backend: { id } }): [{ backend: string }, number] => [{ backend: id }, value(id)]);
  asked(
    registry,
    ['easel_backend_in_flight', 'Attempts in flight.'],
    ['backend'],
    each((id) => backends.inFlight(id)),
  );
  asked(
    registry,
    ['easel_backend_open_breakers', 'Kinds of trouble that hold work back.'],
    ['backend'],
    each((id) => backends.breakers(id).filter(({ retry_at }) => retry_at !== null).length),
  );
  asked(registry, ['easel_backend_state', 'The state that a backend is in: 1.'], ['backend', 'state'], () =>
    backends.list().map(({ backend: { id } }) => [{ backend: id, state: backends.state(id) }, 1]),
  );
  asked(registry, ['easel_dispatch_paused', 'Whether an operator has paused all starts.'], [], () => [
    [{}, Number(backends.dispatchPaused())],
  ]);
}

/** What is asked for at each scrape: queue, backends, deliveries, listeners, disk. */
export function registerGauges(parts: Parts, registry: Registry): void {
  askStore(parts, registry);
  askBackends(parts, registry);
  asked(registry, ['easel_event_listeners', 'Event streams and calls that wait for a task.'], [], () => [
    [{}, parts.hub.listeners()],
  ]);
  asked(registry, ['easel_disk_bytes', 'The disk of the data directory.'], ['what'], async () => {
    const [disk, database] = [await diskUse(parts.config.data_dir), await databaseUse(parts.config.data_dir)];
    return [
      [{ what: 'free' }, disk.free_bytes],
      [{ what: 'total' }, disk.total_bytes],
      [{ what: 'database' }, database.bytes],
      [{ what: 'write_ahead_log' }, database.wal_bytes],
    ];
  });
}
