import type { Health, Readiness, Session } from '@easel/contracts';
import type { CallOptions } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

/** Health, readiness and the caller's session. */
export function createSystemClient(transport: Transport) {
  const { call } = transport;
  return {
    /** Whether the process is alive, its version and its contract. */
    async health(options: CallOptions = {}): Promise<Health> {
      return (await call('system', 'health', {}, options)).body;
    },

    /** Whether tasks can be taken and run; with reasons when not. */
    async ready(options: CallOptions = {}): Promise<Readiness> {
      return (await call('system', 'ready', {}, options)).body;
    },

    /** Who is asking. */
    async session(options: CallOptions = {}): Promise<Session> {
      return (await call('system', 'session', {}, options)).body;
    },
  };
}
