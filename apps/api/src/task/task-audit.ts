import type { TaskRow } from '../db/schema.js';

/** Upon which task something was done: it is called by its model. */
export const taskTarget = ({ id, model }: Pick<TaskRow, 'id' | 'model'>) => ({
  kind: 'task' as const,
  id,
  name: model,
});

/** What the audit log keeps of a task: enough to tell, once it is gone, what it was. No prompt. */
export const auditedTask = ({ owner_id, model, mode, status, count, created_at, key_id }: AuditedTask) => ({
  owner_id,
  model,
  mode,
  status,
  count,
  created_at,
  key_id,
});
type AuditedTask = Pick<TaskRow, 'owner_id' | 'model' | 'mode' | 'status' | 'count' | 'created_at' | 'key_id'>;
