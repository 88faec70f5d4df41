import { sql } from 'kysely';
import type { Db } from '../db/store.js';

/** Unfinished tasks of a model. */
export interface Unfinished {
  model: string;
  pending: number;
  processing: number;
  /** Pending for longer than the objective. */
  late: number;
  /** When the first that is pending was created. */
  oldest: string | null;
}

/** What waits and what runs at present, by model. */
export async function readUnfinished(db: Db, late_before: string): Promise<Unfinished[]> {
  const { rows } = await sql<Unfinished>`
    select model, count(*) filter (where status = 'pending') as pending,
      count(*) filter (where status = 'processing') as processing,
      count(*) filter (where status = 'pending' and created_at < ${late_before}) as late,
      min(created_at) filter (where status = 'pending') as oldest
    from tasks where status in ('pending', 'processing') and deleted_at is null
    group by model`.execute(db);
  return rows;
}
