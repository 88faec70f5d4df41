import type { AdminModel } from '@easel/contracts';
import type { CallOptions } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

/** Models: declared, deployed, enabled. For operators. */
export function createAdminModelClient(transport: Transport) {
  const { call } = transport;
  return {
    /** Every model that is declared: failed and stale deployments first. */
    async list(options: CallOptions = {}): Promise<AdminModel[]> {
      return (await call('admin_model', 'list', {}, options)).body.items;
    },

    /** Takes tasks for a model again. */
    async enable(id: string, options: CallOptions = {}): Promise<AdminModel> {
      return (await call('admin_model', 'enable', { params: { id } }, { ...options, repeatable: true })).body;
    },

    /** Takes no new tasks for a model: they are refused with `model_disabled`. Those that wait are carried out. */
    async disable(id: string, options: CallOptions = {}): Promise<AdminModel> {
      return (await call('admin_model', 'disable', { params: { id } }, { ...options, repeatable: true })).body;
    },
  };
}
