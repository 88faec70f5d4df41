import type { Context } from '../context.js';
import { noSuchTask } from './admin-task-story.js';

/**
 * Whose task it is, deleted or not, for operators. A retry of theirs counts against the owner's budget and not against
 * the key's: whoever holds the key did not ask for it.
 */
export async function ownerOfTask(
  { store }: Pick<Context, 'store'>,
  id: string,
): Promise<{ owner_id: string; key: null }> {
  const row = await store.read.selectFrom('tasks').select('owner_id').where('id', '=', id).executeTakeFirst();
  if (!row) throw noSuchTask(id);
  return { owner_id: row.owner_id, key: null };
}
