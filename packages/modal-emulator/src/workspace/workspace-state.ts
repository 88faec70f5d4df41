import { Apps } from '../app/apps.js';
import { type Drafts, newDrafts } from '../app/drafts.js';
import { Logs } from '../app/logs.js';
import { Names } from '../app/names.js';
import type { Blobs } from '../blob/blobs.js';
import { Calls } from '../call/calls.js';
import { FaultList } from '../fault/fault.js';
import type { Settings } from '../options.js';
import { Queues } from '../queue/queues.js';
import { Credentials } from './credentials.js';
import { type DictView, newDict } from './dict.js';
import { MAIN } from './workspace.js';

/** What a workspace holds; RPCs work on this, tests on the `Workspace` in front of it. */
export interface WorkspaceState {
  readonly token_id: string;
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly faults: FaultList;
  readonly apps: Apps;
  readonly calls: Calls;
  readonly queues: Queues;
  readonly logs: Logs;
  readonly volumes: Names;
  readonly secrets: Map<string, { secret_id: string; keys: string[] }>;
  readonly environments: Names;
  readonly drafts: Drafts;
  readonly dicts: Map<string, DictView>;
  /** Replies to mutations by idempotency key. */
  readonly replies: Map<string, Promise<object>>;
  is_down: boolean;
}

export function newWorkspaceState(token_id: string, blobs: Blobs, settings: Settings): WorkspaceState {
  const environments = new Names('en');
  environments.create('', MAIN);
  return {
    token_id,
    settings,
    credentials: new Credentials(token_id),
    faults: new FaultList(),
    apps: new Apps(),
    calls: new Calls(token_id, blobs, settings),
    queues: new Queues(),
    logs: new Logs(),
    volumes: new Names('vo'),
    secrets: new Map(),
    environments,
    drafts: newDrafts(),
    dicts: new Map(),
    replies: new Map(),
    is_down: false,
  };
}

export function dictOf(state: WorkspaceState, environment: string, name: string): DictView {
  const key = `${environment}/${name}`;
  const dict = state.dicts.get(key) ?? newDict();
  state.dicts.set(key, dict);
  return dict;
}
