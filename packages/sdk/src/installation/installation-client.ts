import type { EffectiveSettings } from '@easel/contracts';
import type { CallOptions } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

/** What the installation was started with. For operators. */
export function createInstallationClient(transport: Transport) {
  const { call } = transport;
  return {
    /** The settings in effect, their hash, what changed since the document before, and the environment. */
    async settings(options: CallOptions = {}): Promise<EffectiveSettings> {
      return (await call('installation', 'settings', {}, options)).body;
    },
  };
}
