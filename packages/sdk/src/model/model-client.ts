import type { Model } from '@easel/contracts';
import type { CallOptions, Page } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

/** Which page of models. */
export interface ModelQuery {
  /** Models on a page, 1 to 100; 20 when absent. */
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** The catalogue. */
export function createModelClient({ call }: Transport) {
  return {
    /** One page of models. */
    async list(query: ModelQuery = {}, options: CallOptions = {}): Promise<Page<Model>> {
      return (await call('model', 'list', { query }, options)).body;
    },

    /** One model with everything a form needs: parameters, sizes, examples. */
    async get(id: string, options: CallOptions = {}): Promise<Model> {
      return (await call('model', 'get', { params: { id } }, options)).body;
    },
  };
}
