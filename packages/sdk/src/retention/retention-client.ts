import type { Retention, RetentionPreview, RetentionRules, RetentionRun } from '@easel/contracts';
import type { CallOptions } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

/** Rules as they are given: what is left out narrows nothing, and favourites are kept. */
export type RetentionRuleDraft = Pick<RetentionRules['rules'][number], 'kind' | 'older_than_days'> &
  Partial<RetentionRules['rules'][number]>;

/** What is removed by itself when it is old. For operators. */
export function createRetentionClient(transport: Transport) {
  const { call } = transport;
  return {
    /** The rules in effect. */
    async get(options: CallOptions = {}): Promise<Retention> {
      return (await call('retention', 'get', {}, options)).body;
    },

    /** Puts these rules in the place of all others. They take effect within ten minutes. */
    async put(rules: RetentionRuleDraft[], options: CallOptions = {}): Promise<Retention> {
      return (await call('retention', 'put', { body: { rules } }, { ...options, repeatable: true })).body;
    },

    /** What rules would remove now. Changes nothing. */
    async preview(rules: RetentionRuleDraft[], options: CallOptions = {}): Promise<RetentionPreview> {
      return (await call('retention', 'preview', { body: { rules } }, { ...options, repeatable: true })).body;
    },

    /** Applies the stored rules now. What is removed can be brought back for 24 hours. */
    async run(options: CallOptions = {}): Promise<RetentionRun> {
      return (await call('retention', 'run', {}, options)).body;
    },
  };
}
