import type { Key, KeyCreate, KeyPatch, KeyWithSecret, OwnedKey } from '@easel/contracts';
import type { CallOptions, CreateOptions, Page, PageQuery } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';

const keyOf = ({ idempotency_key }: CreateOptions) => ({ 'idempotency-key': idempotency_key ?? crypto.randomUUID() });

/** Options of `rotate`. */
export interface RotateOptions extends CreateOptions {
  /** How long the present secret stays good beside the new one, in seconds: a day when absent, 0 ends it at once. */
  overlap_s?: number | undefined;
}

/** API keys: what programs send instead of signing in. */
export function createKeyClient(transport: Transport) {
  const { call } = transport;
  return {
    /** One page of your keys, newest first. */
    async list(query: PageQuery = {}, options: CallOptions = {}): Promise<Page<Key>> {
      return (await call('key', 'list', { query }, options)).body;
    },

    /**
     * Makes a key. Its `secret` is in this answer only; it is null when the answer was lost and the call repeated:
     * revoke that key and make another.
     */
    async create(body: KeyCreate, options: CreateOptions = {}): Promise<KeyWithSecret> {
      return (await call('key', 'create', { body, headers: keyOf(options) }, options)).body;
    },

    /** One key, with what it spent this month. */
    async get(id: string, options: CallOptions = {}): Promise<Key> {
      return (await call('key', 'get', { params: { id } }, options)).body;
    },

    /** Changes name, scopes or limits; null takes a limit away. */
    async patch(id: string, body: KeyPatch, options: CallOptions = {}): Promise<Key> {
      return (await call('key', 'patch', { params: { id }, body }, { ...options, repeatable: true })).body;
    },

    /** Gives a key a new secret, which is in this answer only. The present one stays good for the overlap. */
    async rotate(id: string, { overlap_s, ...options }: RotateOptions = {}): Promise<KeyWithSecret> {
      const body = overlap_s === undefined ? {} : { overlap_s };
      return (await call('key', 'rotate', { params: { id }, body, headers: keyOf(options) }, options)).body;
    },

    /** Revokes a key: it is refused from now on. */
    async revoke(id: string, options: CallOptions = {}): Promise<Key> {
      return (await call('key', 'revoke', { params: { id } }, options)).body;
    },

    /** One page of the keys of all owners, or of one. For administrators. */
    async list_all(
      query: PageQuery & { owner_id?: string | undefined } = {},
      options: CallOptions = {},
    ): Promise<Page<OwnedKey>> {
      return (await call('key', 'list_all', { query }, options)).body;
    },

    /** Revokes a key of anyone. For administrators. */
    async revoke_any(id: string, options: CallOptions = {}): Promise<OwnedKey> {
      return (await call('key', 'revoke_any', { params: { id } }, options)).body;
    },
  };
}
