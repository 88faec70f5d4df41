import type { Settings } from '@easel/contracts';
import { CompiledQuery } from 'kysely';
import type { KeyRow } from '../src/db/schema.js';
import type { Store, Tx } from '../src/db/store.js';
import { idAt } from '../src/ids.js';
import { digestOf, hintOf, makeKeyText } from '../src/key/key-text.js';
import { monthOf } from '../src/limit/spending.repository.js';
import { taskBody } from '../src/task/task-view.js';
import { numbers, type Owner, type SeedWorld, seedTask } from './seed-rows.js';

export interface SeedOptions {
  tasks: number;
  settings: Settings;
  /** People besides those who are there. */
  users?: number;
  keys?: number;
  /** Tasks that wait, of rented models; the last ones. */
  pending?: number;
  /** Over how many days, up to `now`. */
  days?: number;
  now?: number;
  /** The same for the same rows. */
  seed?: number;
  backends?: SeedWorld['backends'];
}

const DAY_MS = 24 * 3600 * 1000;
const BATCH = 100;
const PER_COMMIT = 50;
/** The newest so many tasks have their last event. */
const WITH_EVENTS = 1000;
const EMBEDDED = { id: 'embedded', label: 'This machine' };
const NAMES = ['Ada', 'Bo', 'Chen', 'Dina', 'Emre', 'Fatou', 'Gus', 'Hana', 'Ivo', 'Juno'];

/** Inserts rows of equal columns, many with one statement. */
async function insertMany(tx: Tx, table: string, rows: object[]): Promise<void> {
  for (let at = 0; at < rows.length; at += BATCH) {
    const some = rows.slice(at, at + BATCH);
    const columns = Object.keys(some[0] ?? {});
    const one = `(${columns.map(() => '?').join(',')})`;
    const text = `insert into ${table} (${columns.join(',')}) values ${some.map(() => one).join(',')}`;
    await tx.db.executeQuery(
      CompiledQuery.raw(
        text,
        some.flatMap((row) => Object.values(row)),
      ),
    );
  }
}

async function seedPeople(
  store: Store,
  { users = 20, keys = 30, now = Date.now(), seed = 1 }: SeedOptions,
): Promise<Owner[]> {
  const random = numbers(seed);
  const at = new Date(now - 40 * DAY_MS).toISOString();
  const tail = (index: number) => {
    const bytes = Buffer.alloc(10);
    bytes.writeUInt32BE(seed, 2);
    bytes.writeUInt32BE(index, 6);
    return bytes;
  };
  const made = Array.from({ length: users }, (_, index) => {
    const name = `${NAMES[index % NAMES.length]}${index < NAMES.length ? '' : ` ${Math.floor(index / NAMES.length) + 1}`}`;
    const email = `${name.toLowerCase().replace(' ', '-')}@example.test`;
    return { id: idAt('user', now - 40 * DAY_MS, tail(index)), name, role: 'member', created_at: at, email };
  });
  return store.write(async (tx) => {
    const before = await tx.db.selectFrom('users').select('id').execute();
    await insertMany(tx, 'users', made);
    // The first few do most of it.
    const owners: Owner[] = [...made, ...before].map(({ id }, index) => ({ id, keys: [], weight: 1 / (index + 1) }));
    const rows = Array.from({ length: keys }, (_, index): KeyRow => {
      const id = idAt('key', now - 39 * DAY_MS, tail(index));
      const secret = makeKeyText(id);
      const owner = owners[index % owners.length];
      if (!owner) throw new Error('a key needs an owner');
      owner.keys.push(id);
      return {
        id,
        owner_id: owner.id,
        name: `bot ${index + 1}`,
        digest: digestOf(secret),
        hint: hintOf(secret),
        scopes: JSON.stringify(['models:read', 'tasks:read', 'tasks:write', 'assets:read']),
        models: null,
        expires_at: null,
        rate_per_minute: null,
        concurrency_max: null,
        budget_microusd: random() < 0.5 ? Math.round(5_000_000 + random() * 45_000_000) : null,
        previous_digest: null,
        previous_until: null,
        last_used_at: null,
        rotated_at: null,
        created_at: at,
        updated_at: at,
        revoked_at: null,
      };
    });
    await insertMany(tx, 'keys', rows);
    return owners;
  });
}

/**
 * Fills a store with tasks, attempts, people and keys as if they had been there for days: deterministic but for the
 * secrets of the keys, and without going through the API.
 */
export async function seedTasks(store: Store, options: SeedOptions): Promise<{ owners: Owner[] }> {
  const { tasks, settings, pending = 0, days = 30, now = Date.now(), seed = 1 } = options;
  const owners = await seedPeople(store, options);
  const world: SeedWorld = { settings, owners, backends: options.backends ?? [EMBEDDED] };
  const random = numbers(seed + 1);
  const spent = new Map<string, number>();
  // What ended must have: the last begin a little before now. Those that wait came within the last minutes.
  const ending = now - 120_000;
  const span = days * DAY_MS - 120_000;
  for (let done = 0; done < tasks; done += BATCH * PER_COMMIT) {
    const made = Array.from({ length: Math.min(BATCH * PER_COMMIT, tasks - done) }, (_, at) => {
      const index = done + at;
      const waits = index >= tasks - pending;
      const created = waits
        ? now - (tasks - index) * 1000
        : Math.floor(ending - span + (span * index) / Math.max(1, tasks - pending));
      return seedTask(world, random, { index, created, ...(waits ? { status: 'pending' as const } : {}) });
    });
    for (const { task } of made) {
      for (const holder of [`user ${task.owner_id}`, ...(task.key_id === null ? [] : [`key ${task.key_id}`])]) {
        const key = `${holder} ${monthOf(task.created_at)}`;
        spent.set(key, (spent.get(key) ?? 0) + task.cost_microusd);
      }
    }
    const newest = made.map(({ task }) => task).slice(Math.max(0, tasks - WITH_EVENTS - done));
    await store.write(async (tx) => {
      await insertMany(
        tx,
        'tasks',
        made.map(({ task }) => task),
      );
      await insertMany(
        tx,
        'attempts',
        made.flatMap(({ attempts }) => attempts),
      );
      const events = newest.map((task) => ({
        task_id: task.id,
        owner_id: task.owner_id,
        kind: 'task',
        version: task.version,
        body: JSON.stringify(taskBody(task, [])),
        at: task.updated_at,
      }));
      await insertMany(tx, 'events', events);
    });
  }
  const rows = [...spent].map(([key, settled_microusd]) => {
    const [scope, scope_id, month] = key.split(' ');
    return { scope, scope_id, month, reserved_microusd: 0, settled_microusd };
  });
  await store.write((tx) => insertMany(tx, 'spending', rows));
  return { owners };
}
