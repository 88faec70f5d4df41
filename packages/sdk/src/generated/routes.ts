// Generated from the contract. Do not edit: change the contract and generate again.

/** Method, path and successful statuses of every route (`raw`: bytes, not JSON): all the client needs at run time. */
export const ROUTES = {
  system: {
    health: { method: 'GET', path: '/v1/health', answers: [200] },
    ready: { method: 'GET', path: '/v1/ready', answers: [200, 503] },
    session: { method: 'GET', path: '/v1/session', answers: [200] },
  },
  model: {
    list: { method: 'GET', path: '/v1/models', answers: [200] },
    get: { method: 'GET', path: '/v1/models/:id', answers: [200] },
  },
  task: {
    create: { method: 'POST', path: '/v1/tasks', answers: [200, 202] },
    list: { method: 'GET', path: '/v1/tasks', answers: [200] },
    get: { method: 'GET', path: '/v1/tasks/:id', answers: [200, 304] },
    patch: { method: 'PATCH', path: '/v1/tasks/:id', answers: [200] },
    remove: { method: 'DELETE', path: '/v1/tasks/:id', answers: [204] },
    cancel: { method: 'POST', path: '/v1/tasks/:id/cancel', answers: [200] },
    retry: { method: 'POST', path: '/v1/tasks/:id/retry', answers: [202] },
    restore: { method: 'POST', path: '/v1/tasks/:id/restore', answers: [200] },
    attempts: { method: 'GET', path: '/v1/tasks/:id/attempts', answers: [200] },
    events: { method: 'GET', path: '/v1/tasks/:id/events', answers: [200], raw: true },
    stream: { method: 'GET', path: '/v1/events', answers: [200], raw: true },
  },
  asset: {
    upload: { method: 'POST', path: '/v1/assets', answers: [200, 201] },
    list: { method: 'GET', path: '/v1/assets', answers: [200] },
    get: { method: 'GET', path: '/v1/assets/:id', answers: [200] },
    patch: { method: 'PATCH', path: '/v1/assets/:id', answers: [200] },
    remove: { method: 'DELETE', path: '/v1/assets/:id', answers: [204] },
    restore: { method: 'POST', path: '/v1/assets/:id/restore', answers: [200] },
    content: { method: 'GET', path: '/v1/assets/:id/content', answers: [200, 206, 304], raw: true },
    preview: { method: 'GET', path: '/v1/assets/:id/preview', answers: [200, 206, 304], raw: true },
  },
  usage: {
    get: { method: 'GET', path: '/v1/usage', answers: [200] },
  },
  backend: {
    list: { method: 'GET', path: '/v1/admin/backends', answers: [200] },
    create: { method: 'POST', path: '/v1/admin/backends', answers: [201] },
    get: { method: 'GET', path: '/v1/admin/backends/:id', answers: [200] },
    patch: { method: 'PATCH', path: '/v1/admin/backends/:id', answers: [200] },
    remove: { method: 'DELETE', path: '/v1/admin/backends/:id', answers: [204] },
    rotate: { method: 'PUT', path: '/v1/admin/backends/:id/credentials', answers: [200] },
    check: { method: 'POST', path: '/v1/admin/backends/:id/check', answers: [200] },
    enable: { method: 'POST', path: '/v1/admin/backends/:id/enable', answers: [200] },
    disable: { method: 'POST', path: '/v1/admin/backends/:id/disable', answers: [200] },
    drain: { method: 'POST', path: '/v1/admin/backends/:id/drain', answers: [200] },
    history: { method: 'GET', path: '/v1/admin/backends/:id/history', answers: [200] },
    load: { method: 'GET', path: '/v1/admin/backends/:id/load', answers: [200] },
    autoscale: { method: 'PATCH', path: '/v1/admin/backends/:id/models/:model/autoscaler', answers: [200] },
    deploy: { method: 'POST', path: '/v1/admin/backends/:id/deploys', answers: [202] },
    deploys: { method: 'GET', path: '/v1/admin/backends/:id/deploys', answers: [200] },
    deploy_log: { method: 'GET', path: '/v1/admin/backends/:id/deploys/:deploy_id/log', answers: [200] },
    rollback: { method: 'POST', path: '/v1/admin/backends/:id/rollback', answers: [200] },
    deployments: { method: 'GET', path: '/v1/admin/deployments', answers: [200] },
    calls: { method: 'GET', path: '/v1/admin/calls', answers: [200] },
    route: { method: 'GET', path: '/v1/admin/route', answers: [200] },
    dispatch: { method: 'GET', path: '/v1/admin/dispatch', answers: [200] },
    set_dispatch: { method: 'PUT', path: '/v1/admin/dispatch', answers: [200] },
  },
  key: {
    list: { method: 'GET', path: '/v1/keys', answers: [200] },
    create: { method: 'POST', path: '/v1/keys', answers: [201] },
    get: { method: 'GET', path: '/v1/keys/:id', answers: [200] },
    patch: { method: 'PATCH', path: '/v1/keys/:id', answers: [200] },
    revoke: { method: 'DELETE', path: '/v1/keys/:id', answers: [200] },
    rotate: { method: 'POST', path: '/v1/keys/:id/rotate', answers: [200] },
    list_all: { method: 'GET', path: '/v1/admin/keys', answers: [200] },
    revoke_any: { method: 'DELETE', path: '/v1/admin/keys/:id', answers: [200] },
  },
} as const;

/** Final states of a task. */
export const TERMINAL = ['done', 'failed', 'cancelled'] as const;
