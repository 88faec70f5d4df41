import type { DeployHook } from './app/publish-app.js';
import type { Faults } from './fault/fault.js';
import type { RpcRecord } from './rpc/rpc-log.js';
import type { Workspace } from './workspace/workspace.js';

/** A running control plane with any number of workspaces. */
export interface Emulator {
  /** For MODAL_SERVER_URL. */
  readonly url: string;
  /** Where blobs go. */
  readonly blob_url: string;
  /** The workspace of a token id, made when it is first named. */
  workspace(token_id: string): Workspace;
  workspaces(): Workspace[];
  /** Gives what `modal deploy` brings its handlers. One hook, the latest. */
  onDeploy(hook: DeployHook): void;
  /** Of every workspace. */
  readonly faults: Faults;
  /** RPCs that were asked for and are not known here. They were answered UNIMPLEMENTED. */
  readonly unknown_rpcs: string[];
  /** Throws when an RPC was asked for that is not known here. */
  assertClean(): void;
  /** The newest requests, uploads and downloads among them. */
  readonly log: RpcRecord[];
  /** Connections are accepted and nothing is answered, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Connections break and none is accepted, until `restart` opens the same ports. What runs goes on. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** A number in [0, 1) from the seed. */
  random(): number;
}
