import type { DeployHook } from '../app/publish-app.js';
import type { Blobs } from '../blob/blobs.js';
import type { Workspace } from '../workspace/workspace.js';
import type { WorkspaceState } from '../workspace/workspace-state.js';

export interface RpcContext {
  state: WorkspaceState;
  workspace: Workspace;
  blobs: Blobs;
  blob_url: string;
  onDeploy: DeployHook;
  /** Aborted when the caller has gone. */
  signal: AbortSignal;
}

/**
 * Answers one RPC. `Request` is the shape of its message in proto/, written out beside the answer: what arrives was
 * decoded by that same file.
 */
export type Answer<Request> = (request: Request, context: RpcContext) => object | Promise<object>;

/** The answers of one room. `never` takes an answer of any request. */
export type Answers = Record<string, Answer<never>>;

/** gRPC's Empty. */
export const EMPTY = {};

export const LOOK_UP = 0;
export const CREATE_IF_MISSING = 1;
export const EPHEMERAL = 5;
