import type { Model } from '@easel/contracts';
import type { CallOptions, Page, PageQuery } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

/** The catalogue. */
export function createModelClient(transport: Transport) {
  const { call } = transport;
  return {
    /** One page of models. */
    async list(query: PageQuery = {}, options: CallOptions = {}): Promise<Page<Model>> {
      return (await call('model', 'list', { query }, options)).body;
    },

    /** One model with everything a form needs: parameters, sizes, examples. */
    async get(id: string, options: CallOptions = {}): Promise<Model> {
      return (await call('model', 'get', { params: { id } }, options)).body;
    },
  };
}
