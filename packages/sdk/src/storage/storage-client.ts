import type { StorageUse } from '@easel/contracts';
import type { CallOptions } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

/** The disk. For operators. */
export function createStorageClient(transport: Transport) {
  const { call } = transport;
  return {
    /** What lies on the disk, whose it is, and how much room is left. */
    async get(options: CallOptions = {}): Promise<StorageUse> {
      return (await call('storage', 'get', {}, options)).body;
    },
  };
}
