import type { Context } from '../context.js';
import type { BackendRow } from '../db/schema.js';
import type { Backend } from './backend.js';
import { createLockedBackend } from './locked-backend.js';
import type { ModalBackend, ModalBackendOptions } from './modal/modal-backend.js';

export type CreateModal = (options: ModalBackendOptions) => ModalBackend;

type Connecting = Pick<Context, 'config' | 'settings' | 'log' | 'credentials' | 'createModal' | 'modals'>;

/** The workspace of a row; without readable credentials one that can only wait. Nothing is dialled yet. */
export function connectBackend(ctx: Connecting, row: BackendRow): Backend {
  const { id, label, environment, app_name } = row;
  const credentials = ctx.credentials.open(id, row.credentials);
  if (!credentials) {
    ctx.modals.delete(id);
    return createLockedBackend(id, label, ctx.settings);
  }
  const { config, settings, log } = ctx;
  const { server_url } = config.modal;
  const modal = ctx.createModal({ id, label, credentials, environment, app_name, server_url, settings, log });
  ctx.modals.set(id, modal);
  return modal;
}
