import type { AuditAction } from '@easel/contracts';
import { type Requester, recordAudit } from '../audit/record-audit.js';
import type { BackendRow } from '../db/schema.js';
import type { Tx } from '../db/store.js';
import { modelsOf } from './backend-view.js';
import { EMBEDDED_ID } from './embedded-switches.js';
import type { BackendConfig } from './route-task.js';

/** Upon which backend something was done. */
export const backendTarget = ({ id, label }: Pick<BackendRow, 'id' | 'label'>) => ({
  kind: 'backend' as const,
  id,
  name: label,
});

export const EMBEDDED_TARGET = backendTarget({ id: EMBEDDED_ID, label: 'This machine' });

/** What the log keeps of a backend: what operators decide about it. */
export const auditedBackend = (row: BackendRow) => ({
  label: row.label,
  kind: row.kind,
  environment: row.environment,
  enabled: row.enabled === 1,
  draining: row.draining === 1,
  weight: row.weight,
  models: modelsOf(row),
  token_hint: row.token_hint,
  app_name: row.app_name,
});

/** Of two states those parts that differ. */
function differing<T extends object>(before: T, after: T): { before: Partial<T>; after: Partial<T> } {
  const names = Object.keys(after).filter(
    // The names are those of the object itself.
    (name) => JSON.stringify(before[name as keyof T]) !== JSON.stringify(after[name as keyof T]),
  );
  const part = (whole: T) => Object.fromEntries(Object.entries(whole).filter(([name]) => names.includes(name)));
  // Some of the fields of the whole.
  return { before: part(before) as Partial<T>, after: part(after) as Partial<T> };
}

/** Writes down what a change of a backend's row changed. */
export async function auditChange(
  tx: Tx,
  by: Requester,
  action: AuditAction,
  row: BackendRow,
  change: Partial<BackendRow>,
): Promise<void> {
  const parts = differing(auditedBackend(row), auditedBackend({ ...row, ...change }));
  await recordAudit(tx, { ...by, action, target: backendTarget({ ...row, ...change }), ...parts });
}

/** The same for the engine of this machine, which has no row. */
export async function auditEmbedded(
  tx: Tx,
  by: Requester,
  action: AuditAction,
  before: BackendConfig,
  change: Partial<BackendConfig>,
): Promise<void> {
  const parts = differing(before, { ...before, ...change });
  await recordAudit(tx, { ...by, action, target: EMBEDDED_TARGET, ...parts });
}
