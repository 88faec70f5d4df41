import type { BackendCredentials } from '@easel/contracts';
import type { Requester } from '../audit/record-audit.js';
import { withFailure } from '../audit/record-failure.js';
import type { Context } from '../context.js';
import type { BackendRow } from '../db/schema.js';
import { HttpProblem } from '../http/http-problem.js';
import { findByToken } from './add-backend.js';
import { changeBackend, countAttempts, findBackend, now } from './backend.repository.js';
import { auditChange, backendTarget } from './backend-audit.js';
import { backendNotFound } from './backend-view.js';
import { boundFor, checkBackend, lookAt } from './check-backend.js';
import { connectBackend } from './connect-backend.js';
import { type Credentials, tokenHint } from './credentials.js';
import { EMBEDDED_ID } from './embedded-switches.js';

/** Refuses what the embedded engine does not have. */
export function refuseEmbedded(id: string, why: string): void {
  if (id === EMBEDDED_ID) throw new HttpProblem('conflict', `This machine ${why}.`);
}

/** Asks the workspace whether it takes these credentials, beside the ones in use. */
async function askWith(ctx: Context, row: BackendRow, credentials: Credentials): Promise<void> {
  const { id, label, environment, app_name } = row;
  const { settings, log, config } = ctx;
  const { server_url } = config.modal;
  const modal = ctx.createModal({ id, label, credentials, environment, app_name, server_url, settings, log });
  try {
    const found = await lookAt(modal, boundFor(row));
    if (found.credentials !== 'valid') {
      const why = found.problems.join(' ') || 'The new credentials could not be checked.';
      throw new HttpProblem('conflict', `${why} The old credentials stay in use.`);
    }
    const { open } = (await countAttempts(ctx.store.read)).get(id) ?? { open: 0 };
    if (open === 0 || app_name === null || found.description !== null) return;
    // A token of another workspace would never find them again.
    const detail = `With this token ${app_name} does not answer, and ${open} attempts are there. Use a token of the same workspace, or add the other workspace beside this one. The old credentials stay in use.`;
    throw new HttpProblem('conflict', detail);
  } finally {
    await modal.close();
  }
}

/** Puts other credentials in use at once. What is under way goes on. */
export async function useCredentials(
  ctx: Context,
  by: Requester,
  row: BackendRow,
  credentials: Credentials,
): Promise<void> {
  const at = now();
  const change = {
    credentials: ctx.credentials.seal(row.id, credentials),
    token_hint: tokenHint(credentials.token_id),
    credentials_changed_at: at,
  };
  const message = `The token is now ${change.token_hint}.`;
  await ctx.store.write(async (tx) => {
    await auditChange(tx, by, 'backend.rotate', row, change);
    await changeBackend(tx, row.id, change, { kind: 'credentials_changed', message });
  });
  const modal = ctx.modals.get(row.id);
  if (modal) modal.update({ credentials });
  else await ctx.backends.replace(connectBackend(ctx, { ...row, ...change }));
  ctx.backends.closeBreakers(row.id);
}

/** Replaces the credentials after the workspace took the new ones. */
export async function rotateBackend(
  ctx: Context,
  by: Requester,
  id: string,
  { token_id, token_secret }: BackendCredentials,
): Promise<void> {
  refuseEmbedded(id, 'has no credentials');
  const row = await findBackend(ctx.store.read, id);
  if (!row) throw backendNotFound(id);
  const credentials = { token_id, token_secret };
  const same = await findByToken(ctx, ctx.store.read, { token_id, environment: row.environment });
  if (same && same.id !== id) {
    throw new HttpProblem('conflict', `"${same.label}" (${same.id}) has this token and environment already.`);
  }
  const entry = { ...by, action: 'backend.rotate' as const, target: backendTarget(row) };
  await withFailure(ctx, entry, () => askWith(ctx, row, credentials));
  const current = await findBackend(ctx.store.read, id);
  if (!current) throw backendNotFound(id);
  await useCredentials(ctx, by, current, credentials);
  await checkBackend(ctx, id);
}
