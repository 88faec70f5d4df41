import type { WebhookEventName } from '@easel/contracts';
import { CompiledQuery, type Kysely, sql, type Transaction } from 'kysely';
import { openSqlite } from './dialect.js';
import { migrate } from './migrate.js';
import type { EventRow, Tables, TaskRow } from './schema.js';

export type Db = Kysely<Tables>;
export type StoredEvent = Omit<EventRow, 'id'> & { id: number };

/** A transaction under way: the connection, and the events to publish once it is committed. */
export interface Tx {
  db: Transaction<Tables>;
  events: StoredEvent[];
  /** The last entry of the audit log that was written in it. */
  audited: AuditEnd | null;
  /** What happened to tasks in it that others may have asked to be told of. */
  happenings: Happening[];
}

/** Something that happened to a task, and the task as it stands in the event log. */
export interface Happening {
  name: WebhookEventName;
  task: TaskRow;
  body: string;
}

/** Where the audit log ends. */
export interface AuditEnd {
  seq: number;
  hash: string;
}

interface Job {
  work: (tx: Tx) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** Reads from one connection, writes through another: all writes of one turn of the event loop share a commit. */
export interface Store {
  read: Db;
  /** Reads with a query that was compiled before, past Kysely's own machinery: for what is asked most. */
  readCompiled<Row>(query: CompiledQuery<Row>, parameters: unknown[]): Row[];
  /** Runs `work` in a transaction and resolves once it is on disk. If `work` throws, only its own changes are undone. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Called after each commit with its events in commit order. */
  onCommit(listener: (events: StoredEvent[]) => void): void;
  /** Called after each commit that wrote to the audit log, with its last entry. */
  onAudit(listener: (end: AuditEnd) => void): void;
  /** Called in the transaction in which something happened to tasks: what it writes is kept with that, or not at all. */
  onHappenings(listener: (tx: Tx) => Promise<void>): void;
  /** Throws when the database cannot be written to. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const SAVEPOINT = CompiledQuery.raw('savepoint job');
const RELEASE = CompiledQuery.raw('release job');
const ROLLBACK = CompiledQuery.raw('rollback to job');

type Witness = (tx: Tx) => Promise<void>;

async function runJob(job: Job, trx: Transaction<Tables>, witnesses: Witness[]): Promise<{ value: unknown; tx: Tx }> {
  const tx: Tx = { db: trx, events: [], audited: null, happenings: [] };
  await trx.executeQuery(SAVEPOINT);
  try {
    const value = await job.work(tx);
    if (tx.happenings.length > 0) for (const witness of witnesses) await witness(tx);
    await trx.executeQuery(RELEASE);
    return { value, tx };
  } catch (error) {
    await trx.executeQuery(ROLLBACK);
    await trx.executeQuery(RELEASE);
    throw error;
  }
}

/** Opens the database, brings its schema up to date, and returns the store. */
export function openStore(file: string): Store {
  const writer = openSqlite(file, { readonly: false });
  migrate(writer.raw);
  const reader = openSqlite(file, { readonly: true });
  const listeners: ((events: StoredEvent[]) => void)[] = [];
  const auditors: ((end: AuditEnd) => void)[] = [];
  const witnesses: Witness[] = [];
  let queue: Job[] = [];
  let flushing: Promise<void> | null = null;

  async function flush(): Promise<void> {
    while (queue.length > 0) {
      const jobs = queue;
      queue = [];
      const settled: (() => void)[] = [];
      const events: StoredEvent[] = [];
      let audited: AuditEnd | null = null;
      try {
        await writer.db.transaction().execute(async (trx) => {
          for (const job of jobs) {
            try {
              const result = await runJob(job, trx, witnesses);
              events.push(...result.tx.events);
              audited = result.tx.audited ?? audited;
              settled.push(() => job.resolve(result.value));
            } catch (error) {
              settled.push(() => job.reject(error));
            }
          }
        });
      } catch (error) {
        for (const job of jobs) job.reject(error);
        continue;
      }
      if (events.length > 0) for (const listener of listeners) listener(events);
      if (audited) for (const listener of auditors) listener(audited);
      for (const settle of settled) settle();
    }
    flushing = null;
  }

  return {
    read: reader.db,
    // The row type is that of the compiled query.
    readCompiled: <Row>({ sql: text }: CompiledQuery<Row>, parameters: unknown[]) =>
      reader.raw.prepare(text).all(...parameters) as Row[],
    write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        // The queue holds jobs of different result types; each resolves its own promise.
        queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
        flushing ??= new Promise<void>((done) => setImmediate(() => void flush().then(done)));
      });
    },
    onCommit: (listener) => void listeners.push(listener),
    onAudit: (listener) => void auditors.push(listener),
    onHappenings: (listener) => void witnesses.push(listener),
    async check() {
      await this.write(async (tx) => sql`update users set name = name where id = ''`.execute(tx.db));
    },
    async close() {
      await flushing;
      await reader.db.destroy();
      writer.raw.pragma('wal_checkpoint(TRUNCATE)');
      await writer.db.destroy();
    },
  };
}
