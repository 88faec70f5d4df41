import type { StorageUse } from '@easel/contracts';
import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../context.js';
import type { Db } from '../db/store.js';
import { databaseUse, diskUse } from './disk-use.js';

const OWNERS = 20;
const LARGEST = 20;

async function one<T>(db: Db, query: RawBuilder<T>): Promise<T> {
  const [row] = (await query.execute(db)).rows;
  if (!row) throw new Error('a sum has no row');
  return row;
}

const all = async <T>(db: Db, query: RawBuilder<T>): Promise<T[]> => (await query.execute(db)).rows;

const SUM = sql`count(*) as files, coalesce(sum(bytes), 0) as bytes`;
type Sum = StorageUse['previews'];

/** What lies on the disk, whose it is, and how much room is left. */
export async function readStorageUse({ store, config }: Pick<Context, 'store' | 'config'>): Promise<StorageUse> {
  const db = store.read;
  const stored = await one(db, sql<Sum>`select ${SUM} from blobs`);
  const { bytes: referenced_bytes } = await one(
    db,
    sql<Sum>`select 0 as files, coalesce(sum(bytes * refs), 0) as bytes from blobs`,
  );
  const unreferenced = await one(db, sql<Sum>`select ${SUM} from blobs where refs = 0`);
  return {
    measured_at: new Date().toISOString(),
    stored: { ...stored, referenced_bytes, shared_bytes: referenced_bytes - (stored.bytes - unreferenced.bytes) },
    by_kind: await all(
      db,
      sql<StorageUse['by_kind'][number]>`select kind, type, count(*) as assets, sum(bytes) as bytes
        from assets group by kind, type order by bytes desc`,
    ),
    by_owner: await all(
      db,
      sql<StorageUse['by_owner'][number]>`select a.owner_id, coalesce(u.name, a.owner_id) as name, count(*) as assets,
        sum(a.bytes) as bytes from assets a left join users u on u.id = a.owner_id
        group by a.owner_id order by bytes desc limit ${OWNERS}`,
    ),
    previews: await one(
      db,
      sql<Sum>`select ${SUM} from blobs where sha256 in (select preview_sha256 from assets)
        and sha256 not in (select sha256 from assets)`,
    ),
    deleted: await one(
      db,
      sql<StorageUse['deleted']>`select count(*) as assets, coalesce(sum(bytes), 0) as bytes
        from assets where deleted_at is not null`,
    ),
    unreferenced,
    largest: await all(
      db,
      sql<StorageUse['largest'][number]>`select id, owner_id, task_id, kind, type, bytes, created_at
        from assets where deleted_at is null order by bytes desc, id limit ${LARGEST}`,
    ),
    database: await databaseUse(config.data_dir),
    disk: await diskUse(config.data_dir),
  };
}
