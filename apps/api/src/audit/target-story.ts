import type { AuditAction, AuditEntry, AuditStory, AuditTargetKind } from '@easel/contracts';
import type { Context } from '../context.js';
import type { AuditRow } from '../db/schema.js';
import type { Db } from '../db/store.js';
import { HttpProblem } from '../http/http-problem.js';
import { entryView } from './audit-view.js';
import { listAudit } from './list-audit.js';

const REMOVALS: AuditAction[] = ['task.delete', 'asset.delete', 'key.revoke', 'backend.remove', 'webhook.remove'];
const RETURNS: AuditAction[] = ['task.restore', 'asset.restore'];
/** Ids of what has a row for as long as it is not gone. */
const HAS_ROW = /^(task|asset|key|user|backend|hook)_/;

interface Known {
  kind: AuditTargetKind;
  name: string | null;
  owner_id: string | null;
  deleted_at: string | null;
}

/** What the tables still hold of a thing, deleted or not; null when they hold nothing. */
async function findKnown(db: Db, id: string): Promise<Known | null> {
  const find = async (): Promise<Known | undefined> => {
    switch (id.slice(0, id.indexOf('_'))) {
      case 'task': {
        const columns = ['model as name', 'owner_id', 'deleted_at'] as const;
        const row = await db.selectFrom('tasks').select(columns).where('id', '=', id).executeTakeFirst();
        return row && { kind: 'task', ...row };
      }
      case 'asset': {
        const columns = ['owner_id', 'deleted_at'] as const;
        const row = await db.selectFrom('assets').select(columns).where('id', '=', id).executeTakeFirst();
        return row && { kind: 'asset', name: null, ...row };
      }
      case 'key': {
        const columns = ['name', 'owner_id', 'revoked_at as deleted_at'] as const;
        const row = await db.selectFrom('keys').select(columns).where('id', '=', id).executeTakeFirst();
        return row && { kind: 'key', ...row };
      }
      case 'user': {
        const row = await db.selectFrom('users').select('name').where('id', '=', id).executeTakeFirst();
        return row && { kind: 'user', owner_id: null, deleted_at: null, ...row };
      }
      case 'backend': {
        const columns = ['label as name', 'deleted_at'] as const;
        const row = await db.selectFrom('backends').select(columns).where('id', '=', id).executeTakeFirst();
        return row && { kind: 'backend', owner_id: null, ...row };
      }
      case 'hook': {
        const columns = ['url as name', 'owner_id', 'deleted_at'] as const;
        const row = await db.selectFrom('webhooks').select(columns).where('id', '=', id).executeTakeFirst();
        return row && { kind: 'webhook', ...row };
      }
      default:
        return undefined;
    }
  };
  return (await find()) ?? null;
}

const newestAbout = (db: Db, id: string, actions?: AuditAction[]): Promise<AuditRow | undefined> => {
  let query = db.selectFrom('audit').selectAll().where('target_id', '=', id).where('outcome', '=', 'ok');
  if (actions) query = query.where('action', 'in', actions);
  return query.orderBy('seq', 'desc').limit(1).executeTakeFirst();
};

/** The entry of the removal that counts: not one that was undone, nor one before what the row itself tells. */
function removalOf(row: AuditRow | undefined, known: Known | null): AuditEntry | null {
  const entry = row && entryView(row);
  if (!entry || RETURNS.includes(entry.action)) return null;
  const { after } = entry;
  const at = typeof after === 'object' && after !== null && 'deleted_at' in after ? after.deleted_at : undefined;
  return known && at !== undefined && at !== known.deleted_at ? null : entry;
}

/** Whose it was, when its last entry remembers. */
function ownerIn(before: unknown): string | null {
  if (typeof before !== 'object' || before === null || !('owner_id' in before)) return null;
  return typeof before.owner_id === 'string' ? before.owner_id : null;
}

/** What was done to one thing, by whom, and what is still known of it: also when it is gone for good. */
export async function tellStory(
  ctx: Pick<Context, 'store'>,
  id: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<AuditStory> {
  const db = ctx.store.read;
  const [known, newest, removal, entries] = await Promise.all([
    findKnown(db, id),
    newestAbout(db, id),
    newestAbout(db, id, [...REMOVALS, ...RETURNS]),
    listAudit(ctx, { ...page, target_id: id }),
  ]);
  if (!known && !newest) throw new HttpProblem('not_found', `Nothing is known of "${id.slice(0, 64)}".`);
  const last = newest ? entryView(newest) : null;
  const removed = removalOf(removal, known);
  const deleted_by = removed?.actor ?? null;
  if (known) {
    const isRemoved = known.deleted_at !== null;
    return {
      id,
      ...known,
      state: isRemoved ? 'deleted' : 'exists',
      deleted_by: isRemoved ? deleted_by : null,
      ...entries,
    };
  }
  return {
    id,
    state: removed || HAS_ROW.test(id) ? 'gone' : 'unknown',
    kind: last?.target?.kind ?? null,
    name: removed?.target?.name ?? last?.target?.name ?? null,
    owner_id: ownerIn(removed?.before),
    deleted_at: removed?.at ?? null,
    deleted_by,
    ...entries,
  };
}
