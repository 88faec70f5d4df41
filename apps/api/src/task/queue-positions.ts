import type { Lane } from '@easel/contracts';
import type { Context } from '../context.js';
import { type Fairness, queueOrder } from './schedule.js';

/** Beyond this many waiting tasks nobody is helped by an exact place. */
const MAX_RANKED = 300;

/** Works out every pending task's place (1 is next) and tells whoever watches those that changed. */
export async function publishQueuePositions(ctx: Context, fairness: Fairness): Promise<void> {
  const rows = await ctx.store.read
    .selectFrom('tasks')
    .select(['id', 'owner_id', 'lane', 'model', 'estimate_ms'])
    .where('status', '=', 'pending')
    .limit(MAX_RANKED + 1)
    .execute();
  if (rows.length > MAX_RANKED) return;
  const owners = new Map(rows.map((row) => [row.id, row.owner_id]));
  const order = queueOrder(
    rows.map((row) => ({ ...row, lane: row.lane as Lane })),
    fairness,
  );
  for (const [index, id] of order.entries()) {
    if (ctx.live.get(id)?.queue_position === index + 1) continue;
    const live = ctx.live.set(id, { progress: 0, step: null, total_steps: null, queue_position: index + 1 });
    const owner_id = owners.get(id);
    if (owner_id === undefined) continue;
    const data = { task_id: id, ...live, stage: null };
    ctx.hub.publish({ kind: 'momentary', owner_id, task_id: id, name: 'progress', data });
  }
}
