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
  Usage,
  UsageGroup,
} from '@easel/contracts';
import { type CallOptions, EaselError, type Page, type PageQuery } from '@easel/sdk';

/** Calls that the SDK has no methods for yet. */
async function call<T>(
  method: string,
  path: string,
  { body, signal, query }: { body?: unknown; signal?: AbortSignal | undefined; query?: object | undefined } = {},
): Promise<T> {
  const text = new URLSearchParams(
    Object.entries(query ?? {}).flatMap(([k, v]) => (v === undefined ? [] : [[k, String(v)]])),
  ).toString();
  const answer = await fetch(`/v1${path}${text && `?${text}`}`, {
    method,
    signal: signal ?? null,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((cause) => {
    signal?.throwIfAborted();
    throw new EaselError({ code: 'network_error', message: 'no answer', cause });
  });
  const json = answer.status === 204 ? undefined : await answer.json();
  if (!answer.ok) throw new EaselError({ ...json, message: json.detail });
  return json as T;
}
type Q = CallOptions;
export const operator = {
  backends: {
    list: (query: PageQuery = {}, o: Q = {}) => call<Page<Backend>>('GET', '/admin/backends', { ...o, query }),
    get: (id: string, o: Q = {}) => call<Backend>('GET', `/admin/backends/${id}`, o),
    create: (body: BackendCreate) => call<Backend>('POST', '/admin/backends', { body }),
    patch: (id: string, body: BackendPatch) => call<Backend>('PATCH', `/admin/backends/${id}`, { body }),
    remove: (id: string) => call<void>('DELETE', `/admin/backends/${id}`),
    rotate: (id: string, body: BackendCredentials) =>
      call<Backend>('PUT', `/admin/backends/${id}/credentials`, { body }),
    check: (id: string) => call<BackendCheck>('POST', `/admin/backends/${id}/check`),
    enable: (id: string) => call<Backend>('POST', `/admin/backends/${id}/enable`),
    disable: (id: string) => call<Backend>('POST', `/admin/backends/${id}/disable`),
    drain: (id: string) => call<Backend>('POST', `/admin/backends/${id}/drain`),
    history: (id: string, query: PageQuery = {}, o: Q = {}) =>
      call<Page<BackendEvent>>('GET', `/admin/backends/${id}/history`, { ...o, query }),
    load: (id: string, o: Q = {}) => call<{ items: ModelLoad[] }>('GET', `/admin/backends/${id}/load`, o),
    autoscale: (id: string, model: string, body: AutoscalerPatch) =>
      call<ModelLoad>('PATCH', `/admin/backends/${id}/models/${model}/autoscaler`, { body }),
    deploy: (id: string) => call<Deploy>('POST', `/admin/backends/${id}/deploys`),
    deploys: (id: string, query: PageQuery = {}, o: Q = {}) =>
      call<Page<Deploy>>('GET', `/admin/backends/${id}/deploys`, { ...o, query }),
    async *deployLog(id: string, deploy_id: string, o: Q = {}): AsyncGenerator<DeployLog, void, undefined> {
      for (let offset = 0; ; ) {
        const part: DeployLog = await call<DeployLog>('GET', `/admin/backends/${id}/deploys/${deploy_id}/log`, {
          ...o,
          query: { offset, wait_s: 20 },
        });
        yield part;
        if (part.done) return;
        offset = part.next_offset;
      }
    },
    rollback: (id: string) => call<Backend>('POST', `/admin/backends/${id}/rollback`),
    deployments: (o: Q = {}) => call<{ items: Deployment[] }>('GET', '/admin/deployments', o),
    calls: (query: object = {}, o: Q = {}) => call<Page<Call>>('GET', '/admin/calls', { ...o, query }),
    route: (query: { task_id: string } | { model: string }, o: Q = {}) =>
      call<RouteExplanation>('GET', '/admin/route', { ...o, query }),
    dispatch: (o: Q = {}) => call<Dispatch>('GET', '/admin/dispatch', o),
    setDispatch: (paused: boolean) => call<Dispatch>('PUT', '/admin/dispatch', { body: { paused } }),
  },
  usage: (query: { group_by?: UsageGroup; from?: string | undefined; to?: string | undefined } = {}, o: Q = {}) =>
    call<Usage>('GET', '/usage', { ...o, query }),
};
