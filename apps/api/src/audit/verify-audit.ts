import type { AuditHead, AuditVerification } from '@easel/contracts';
import type { Context } from '../context.js';
import { findBase, logOf } from './audit.repository.js';
import { readHeads } from './heads-file.js';
import { verifyLog } from './verify-log.js';

type Checking = Pick<Context, 'store' | 'audit'>;

async function verifyOnce({ store, audit }: Checking, saved: AuditHead | undefined): Promise<AuditVerification> {
  const signed = [...audit.heads.recent()];
  // Heads first: each tells of entries that were committed before it was written.
  const { heads, unreadable } = await readHeads(audit.heads.file);
  const kept = new Set(heads.map(({ signature }) => signature));
  const lost = signed.find(({ signature }) => !kept.has(signature));
  const base = await findBase(store.read);
  const found = await verifyLog(logOf(store), { key: audit.key, base, heads, unreadable, lost, saved });
  const isBased = (await findBase(store.read))?.hash === base?.hash;
  // What was missing may have been removed for its age while it was being read.
  return found.ok || isBased ? found : verifyOnce({ store, audit }, saved);
}

/** Of several at once each would take longer: one after another. */
const turns = new WeakMap<object, Promise<unknown>>();

/** Checks the log of the running process, also against a head that was kept elsewhere. */
export function verifyAudit(ctx: Checking, saved?: AuditHead): Promise<AuditVerification> {
  const before = turns.get(ctx.audit) ?? Promise.resolve();
  const done = before.then(() => verifyOnce(ctx, saved));
  turns.set(
    ctx.audit,
    done.catch(() => undefined),
  );
  return done;
}
