import type { Asset } from '@easel/contracts';
import type { CallOptions, Page } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';
import type { AssetChange, AssetQuery, ContentOptions, UploadOptions } from './asset-options.js';

/** Uploads, the gallery, and bytes. */
export function createAssetClient(transport: Transport) {
  const { base_url, call } = transport;
  return {
    /** Uploads a PNG, JPEG, WebP or AVIF. The same bytes give the same asset. */
    async upload(file: Blob, options: UploadOptions = {}): Promise<Asset> {
      const body = new FormData();
      const named = 'name' in file && typeof file.name === 'string' ? file.name : 'image';
      body.append('file', file, options.filename ?? named);
      const headers = { 'idempotency-key': options.idempotency_key ?? crypto.randomUUID() };
      return (await call('asset', 'upload', { body, headers }, options)).body;
    },

    /** One page of assets, newest first. */
    async list(query: AssetQuery = {}, options: CallOptions = {}): Promise<Page<Asset>> {
      const { favorite, ...rest } = query;
      const flag = favorite === undefined ? {} : { favorite: favorite ? ('true' as const) : ('false' as const) };
      return (await call('asset', 'list', { query: { ...rest, ...flag } }, options)).body;
    },

    /** One asset with fresh signed URLs. */
    async get(id: string, options: CallOptions = {}): Promise<Asset> {
      return (await call('asset', 'get', { params: { id } }, options)).body;
    },

    /** Marks as favourite, sets tags. */
    async patch(id: string, body: AssetChange, options: CallOptions = {}): Promise<Asset> {
      return (await call('asset', 'patch', { params: { id }, body }, { ...options, repeatable: true })).body;
    },

    /** Deletes an asset; can be undone for 24 hours. */
    async remove(id: string, options: CallOptions = {}): Promise<void> {
      await call('asset', 'remove', { params: { id } }, options);
    },

    /** Undoes the deletion of an asset. */
    async restore(id: string, options: CallOptions = {}): Promise<Asset> {
      return (await call('asset', 'restore', { params: { id } }, { ...options, repeatable: true })).body;
    },

    /** Absolute address of the bytes of an asset: signed, so that it works without a session until it expires. */
    url: (asset: Pick<Asset, 'url'>): string => new URL(asset.url, base_url).href,

    /** The bytes of an asset, as a response to read as `blob()`, `arrayBuffer()` or a stream. */
    async content(id: string, options: ContentOptions = {}): Promise<Response> {
      const { range } = options;
      const headers = range ? { range: `bytes=${range.first}-${range.last ?? ''}` } : {};
      const answer = await call('asset', 'content', { params: { id }, query: {}, headers }, options);
      // The transport hands over whatever is not JSON as the response itself.
      return answer.body as Response;
    },
  };
}
