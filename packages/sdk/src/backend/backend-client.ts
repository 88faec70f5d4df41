import type {
  AutoscalerPatch,
  Backend,
  BackendCheck,
  BackendCreate,
  BackendCredentials,
  BackendEvent,
  BackendPatch,
  Call,
  Deploy,
  DeployLog,
  Deployment,
  Dispatch,
  ModelLoad,
  RouteExplanation,
} from '@easel/contracts';
import type { CallOptions, CreateOptions, Page, PageQuery } from '../http/call-options.js';
import type { Transport } from '../http/transport.js';
import type { CallQuery, RouteQuery } from './backend-options.js';
import { followDeployLog } from './follow-deploy-log.js';

/** As many on a page as the server gives. */
const PAGE = 100;

const keyOf = ({ idempotency_key }: CreateOptions) => ({ 'idempotency-key': idempotency_key ?? crypto.randomUUID() });

/** Backends: where tasks run. For operators. */
export function createBackendClient(transport: Transport) {
  const { call } = transport;
  /** Switches that may be repeated. */
  const turn = (options: CallOptions) => ({ ...options, repeatable: true });
  return {
    /** One page of backends, newest first; the engine of the server's own machine, `embedded`, last. */
    async list(query: PageQuery = {}, options: CallOptions = {}): Promise<Page<Backend>> {
      return (await call('backend', 'list', { query }, options)).body;
    },

    /** Every backend, page after page, in the order of `list`. */
    async *all(options: CallOptions = {}): AsyncGenerator<Backend, void, undefined> {
      let cursor: string | undefined;
      do {
        const page: Page<Backend> = (await call('backend', 'list', { query: { limit: PAGE, cursor } }, options)).body;
        yield* page.items;
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
    },

    /** Adds a workspace on Modal. The secret is stored encrypted and never shown again; a check runs before the answer. */
    async create(body: BackendCreate, options: CreateOptions = {}): Promise<Backend> {
      return (await call('backend', 'create', { body, headers: keyOf(options) }, options)).body;
    },

    /** One backend as it is now. */
    async get(id: string, options: CallOptions = {}): Promise<Backend> {
      return (await call('backend', 'get', { params: { id } }, options)).body;
    },

    /** Changes label, weight or the models allowed. */
    async patch(id: string, body: BackendPatch, options: CallOptions = {}): Promise<Backend> {
      return (await call('backend', 'patch', { params: { id }, body }, turn(options))).body;
    },

    /** Deletes a backend that has nothing in flight. */
    async remove(id: string, options: CallOptions = {}): Promise<void> {
      await call('backend', 'remove', { params: { id } }, options);
    },

    /** Replaces the credentials. They are checked first; when the workspace refuses them the old ones stay in use. */
    async rotate(id: string, body: BackendCredentials, options: CallOptions = {}): Promise<Backend> {
      return (await call('backend', 'rotate', { params: { id }, body }, turn(options))).body;
    },

    /** Checks credentials, functions, deploy hashes and latency now. */
    async check(id: string, options: CallOptions = {}): Promise<BackendCheck> {
      return (await call('backend', 'check', { params: { id } }, turn(options))).body;
    },

    /** Lets a backend take work again, whatever was counted against it. */
    async enable(id: string, options: CallOptions = {}): Promise<Backend> {
      return (await call('backend', 'enable', { params: { id } }, turn(options))).body;
    },

    /** Lets a backend take no new work. What it has goes on. */
    async disable(id: string, options: CallOptions = {}): Promise<Backend> {
      return (await call('backend', 'disable', { params: { id } }, turn(options))).body;
    },

    /** Lets a backend finish what it has and take nothing new; it is disabled when nothing is left. */
    async drain(id: string, options: CallOptions = {}): Promise<Backend> {
      return (await call('backend', 'drain', { params: { id } }, turn(options))).body;
    },

    /** What happened to a backend, newest first. */
    async history(id: string, query: PageQuery = {}, options: CallOptions = {}): Promise<Page<BackendEvent>> {
      return (await call('backend', 'history', { params: { id }, query }, options)).body;
    },

    /** Containers and waiting inputs by model, asked of the platform now. */
    async load(id: string, options: CallOptions = {}): Promise<{ items: ModelLoad[] }> {
      return (await call('backend', 'load', { params: { id } }, options)).body;
    },

    /** Changes containers kept and allowed for a model, until the next deployment. */
    async autoscale(id: string, model: string, body: AutoscalerPatch, options: CallOptions = {}): Promise<ModelLoad> {
      return (await call('backend', 'autoscale', { params: { id, model }, body }, turn(options))).body;
    },

    /** Begins to deploy the models of the settings. The present deployment serves until the new one has passed its check. */
    async deploy(id: string, options: CreateOptions = {}): Promise<Deploy> {
      return (await call('backend', 'deploy', { params: { id }, headers: keyOf(options) }, options)).body;
    },

    /** Deployments that were made, newest first. */
    async deploys(id: string, query: PageQuery = {}, options: CallOptions = {}): Promise<Page<Deploy>> {
      return (await call('backend', 'deploys', { params: { id }, query }, options)).body;
    },

    /**
     * Follows the log of a deployment from its beginning to its end. The last part is `done`, and its `deploy` says how
     * it ended.
     *
     * @example
     * for await (const part of easel.backend.deploy_log(id, deploy.id)) process.stdout.write(part.text);
     */
    deploy_log: (
      id: string,
      deploy_id: string,
      options: CallOptions = {},
    ): AsyncGenerator<DeployLog, void, undefined> => followDeployLog(transport, { id, deploy_id }, options.signal),

    /** Goes back to the deployment before, if it still answers. */
    async rollback(id: string, options: CallOptions = {}): Promise<Backend> {
      return (await call('backend', 'rollback', { params: { id } }, options)).body;
    },

    /** Every model on every rented backend: deployed, stale, missing or failed. */
    async deployments(options: CallOptions = {}): Promise<{ items: Deployment[] }> {
      return (await call('backend', 'deployments', {}, options)).body;
    },

    /** One page of the attempts of all owners, newest first. */
    async calls(query: CallQuery = {}, options: CallOptions = {}): Promise<Page<Call>> {
      const { state, ...rest } = query;
      const states = state && state.length > 0 ? { state: state.join(',') } : {};
      return (await call('backend', 'calls', { query: { ...rest, ...states } }, options)).body;
    },

    /** Where a task would go now, and why not elsewhere. */
    async route(query: RouteQuery, options: CallOptions = {}): Promise<RouteExplanation> {
      return (await call('backend', 'route', { query }, options)).body;
    },

    /** Whether new work is handed to backends. */
    async dispatch(options: CallOptions = {}): Promise<Dispatch> {
      return (await call('backend', 'dispatch', {}, options)).body;
    },

    /** Pauses or resumes handing work to backends. What runs goes on. */
    async set_dispatch(paused: boolean, options: CallOptions = {}): Promise<Dispatch> {
      return (await call('backend', 'set_dispatch', { body: { paused } }, turn(options))).body;
    },
  };
}
