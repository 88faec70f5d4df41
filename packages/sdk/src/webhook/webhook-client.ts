import type {
  Delivery,
  DeliveryDetail,
  DeliveryState,
  OwnedDelivery,
  OwnedWebhook,
  SigningSecret,
  SigningSecretShown,
  Webhook,
  WebhookCreate,
  WebhookPatch,
  WebhookWithSecret,
} from '@easel/contracts';
import type { CallOptions, CreateOptions, Page, PageQuery } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';
import type { RotateOptions } from '../key/key-client.js';

/** Which deliveries to list. */
export interface DeliveryQuery extends PageQuery {
  /** Several states mean any of them. */
  state?: DeliveryState | readonly DeliveryState[] | undefined;
  webhook_id?: string | undefined;
  task_id?: string | undefined;
}

/** Which deliveries of whom to list: for administrators. */
export interface OwnedDeliveryQuery extends DeliveryQuery {
  owner_id?: string | undefined;
}

const keyOf = ({ idempotency_key }: CreateOptions) => ({ 'idempotency-key': idempotency_key ?? crypto.randomUUID() });
const overlapOf = (overlap_s: number | undefined) => (overlap_s === undefined ? {} : { overlap_s });
const withState = <Q extends DeliveryQuery>({ state, ...query }: Q) => ({
  ...query,
  ...(state === undefined ? {} : { state: typeof state === 'string' ? state : state.join(',') }),
});

/** Webhooks: endpoints that are told of tasks, and what was delivered to them. */
export function createWebhookClient(transport: Transport) {
  const { call } = transport;
  return {
    /** One page of your endpoints, newest first. */
    async list(query: PageQuery = {}, options: CallOptions = {}): Promise<Page<Webhook>> {
      return (await call('webhook', 'list', { query }, options)).body;
    },

    /**
     * Adds an endpoint. Its `secret` is in this answer only; it is null when the answer was lost and the call repeated:
     * rotate it then.
     */
    async create(body: WebhookCreate, options: CreateOptions = {}): Promise<WebhookWithSecret> {
      return (await call('webhook', 'create', { body, headers: keyOf(options) }, options)).body;
    },

    /** One endpoint. */
    async get(id: string, options: CallOptions = {}): Promise<Webhook> {
      return (await call('webhook', 'get', { params: { id } }, options)).body;
    },

    /** Changes address, events or description, or switches the endpoint on or off. */
    async patch(id: string, body: WebhookPatch, options: CallOptions = {}): Promise<Webhook> {
      return (await call('webhook', 'patch', { params: { id }, body }, { ...options, repeatable: true })).body;
    },

    /** Removes an endpoint: what was to be delivered to it is cancelled. */
    async remove(id: string, options: CallOptions = {}): Promise<void> {
      await call('webhook', 'remove', { params: { id } }, options);
    },

    /** Gives an endpoint a new secret, which is in this answer only. Both sign during the overlap. */
    async rotate(id: string, { overlap_s, ...options }: RotateOptions = {}): Promise<WebhookWithSecret> {
      const body = overlapOf(overlap_s);
      return (await call('webhook', 'rotate', { params: { id }, body, headers: keyOf(options) }, options)).body;
    },

    /** Sends a test event now, once, and tells what came back. */
    async test(id: string, options: CreateOptions = {}): Promise<DeliveryDetail> {
      return (await call('webhook', 'test', { params: { id }, headers: keyOf(options) }, options)).body;
    },

    /** What is known of the secret that signs for the targets of single tasks. */
    async signing_secret(options: CallOptions = {}): Promise<SigningSecret> {
      return (await call('webhook', 'signing_secret', {}, options)).body;
    },

    /** Makes the secret that signs for the targets of single tasks, or a new one. It is in this answer only. */
    async rotate_signing_secret({ overlap_s, ...options }: RotateOptions = {}): Promise<SigningSecretShown> {
      const body = overlapOf(overlap_s);
      return (await call('webhook', 'rotate_signing_secret', { body, headers: keyOf(options) }, options)).body;
    },

    /** One page of your deliveries, newest first. */
    async deliveries(query: DeliveryQuery = {}, options: CallOptions = {}): Promise<Page<Delivery>> {
      return (await call('webhook', 'list_deliveries', { query: withState(query) }, options)).body;
    },

    /** One delivery with every request and response. */
    async delivery(id: string, options: CallOptions = {}): Promise<DeliveryDetail> {
      return (await call('webhook', 'get_delivery', { params: { id } }, options)).body;
    },

    /** Sends a message again, under the same `webhook-id`. */
    async redeliver(id: string, options: CreateOptions = {}): Promise<Delivery> {
      return (await call('webhook', 'redeliver', { params: { id }, headers: keyOf(options) }, options)).body;
    },

    /** One page of the endpoints of all owners, or of one. For administrators. */
    async list_all(
      query: PageQuery & { owner_id?: string | undefined } = {},
      options: CallOptions = {},
    ): Promise<Page<OwnedWebhook>> {
      return (await call('webhook', 'list_all', { query }, options)).body;
    },

    /** One page of the deliveries of all owners, or of one. For administrators. */
    async all_deliveries(query: OwnedDeliveryQuery = {}, options: CallOptions = {}): Promise<Page<OwnedDelivery>> {
      return (await call('webhook', 'list_all_deliveries', { query: withState(query) }, options)).body;
    },

    /** One delivery of anyone with every request and response. For administrators. */
    async any_delivery(id: string, options: CallOptions = {}): Promise<DeliveryDetail> {
      return (await call('webhook', 'get_any_delivery', { params: { id } }, options)).body;
    },

    /** Sends a message of anyone again. For administrators. */
    async redeliver_any(id: string, options: CreateOptions = {}): Promise<OwnedDelivery> {
      return (await call('webhook', 'redeliver_any', { params: { id }, headers: keyOf(options) }, options)).body;
    },
  };
}
