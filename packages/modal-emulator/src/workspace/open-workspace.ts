import { viewOf } from '../call/call.js';
import { terminate } from '../call/cancel-call.js';
import type { PoolHost } from '../container/pool.js';
import { newId } from '../new-id.js';
import { MAIN, type Workspace } from './workspace.js';
import { dictOf, type WorkspaceState } from './workspace-state.js';

/** The side of a workspace that tests and handlers use. */
export function openWorkspace(state: WorkspaceState): Workspace {
  const { apps, calls, credentials, queues } = state;
  const workspace: Workspace = {
    token_id: state.token_id,
    faults: state.faults,
    accept: (token_secret) => credentials.accept(token_secret),
    revoke: () => credentials.revoke(),
    restore: () => credentials.restore(),
    down: () => {
      state.is_down = true;
    },
    up: () => {
      state.is_down = false;
    },
    deploy: (name, functions, { environment = MAIN } = {}) => {
      state.environments.create('', environment);
      const app = apps.find(environment, name) ?? apps.create(environment, name);
      apps.replace(app, functions, hostOf(workspace, state, environment));
    },
    stopApp: (name, environment = MAIN) => {
      const app = apps.find(environment, name);
      if (app) stopApp(state, app.app_id);
    },
    apps: (environment = MAIN) => apps.live(environment).map(({ name }) => name),
    environment: (name) => void state.environments.create('', name),
    dict: (name, environment = MAIN) => dictOf(state, environment, name),
    queue: (name, environment = MAIN) => queues.view(environment, name),
    volume: (name, environment = MAIN) => void state.volumes.create(environment, name),
    secret: (name, keys, environment = MAIN) => {
      state.secrets.set(`${environment}/${name}`, { secret_id: newId('st'), keys });
    },
    calls: () => calls.all().map(viewOf),
    containers: () => apps.everyFunction().flatMap(({ app, tag, pool }) => pool.views(`${app}/${tag}`)),
    preempt: (call_id, when = 'now') => {
      const call = calls.get(call_id);
      if (when === 'on_completion') call.preempt_on_completion = call.state === 'running' || call.state === 'pending';
      else call.owner.pool.killContainerOf(call, 'preempted');
    },
    expire: (call_id) => calls.expire(calls.get(call_id)),
    cancelByThem: (call_id) => terminate(calls, calls.get(call_id), false),
    lose: (call_id) => calls.lose(calls.get(call_id)),
  };
  return workspace;
}

/** Ends an app: nobody finds it any more, its containers stop and its unfinished inputs end as cancelled. */
export function stopApp(state: WorkspaceState, app_id: string): void {
  const app = state.apps.get(app_id);
  if (!app) return;
  const stopped = new Set(state.apps.stop(app));
  for (const call of state.calls.all()) if (stopped.has(call.owner)) terminate(state.calls, call, false);
  for (const { pool } of stopped) pool.close('stopped');
}

export function hostOf(workspace: Workspace, state: WorkspaceState, environment: string): PoolHost {
  const { calls } = state;
  return {
    around: {
      workspace,
      environment,
      queue: (name) => workspace.queue(name, environment),
      dict: (name) => workspace.dict(name, environment),
    },
    crash_backoff_ms: state.settings.crash_backoff_ms,
    args: (call) => calls.argsOf(call),
    finish: (call, result) => calls.finish(call, result),
    log: (call, task_id, data) => {
      const { call_id, input_id, owner } = call;
      state.logs.add({ app_id: owner.app_id, function_call_id: call_id, input_id, task_id, data, at: Date.now() });
    },
  };
}
