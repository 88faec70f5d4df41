import type { CallView } from '../call/call.js';
import type { ContainerView } from '../container/live-container.js';
import type { Faults } from '../fault/fault.js';
import type { FunctionSpec } from '../function/function-spec.js';
import type { QueueView } from '../queue/queues.js';
import type { DictView } from './dict.js';

/** One Modal workspace: everything that one token id can see. */
export interface Workspace {
  readonly token_id: string;
  readonly faults: Faults;
  /** Which secret is right; null takes any. With another one every RPC is UNAUTHENTICATED. */
  accept(token_secret: string | null): void;
  revoke(): void;
  restore(): void;
  /** Everything UNAVAILABLE, until `up`. What runs goes on. */
  down(): void;
  up(): void;
  /** Replaces the app's functions: ids handed out before are NOT_FOUND. Started inputs end where they are. */
  deploy(app: string, functions: Record<string, FunctionSpec>, options?: { environment?: string }): void;
  stopApp(app: string, environment?: string): void;
  apps(environment?: string): string[];
  /** Makes an environment; deploying into one does too. `main` is always there. */
  environment(name: string): void;
  dict(name: string, environment?: string): DictView;
  queue(name: string, environment?: string): QueueView;
  volume(name: string, environment?: string): void;
  secret(name: string, keys: string[], environment?: string): void;
  calls(): CallView[];
  containers(): ContainerView[];
  /**
   * Takes the machine away. `now`: the handler's signal is aborted with `preempted` and the input starts again on
   * another container, under the same call id. `on_completion`: the same, at the moment the handler has returned.
   */
  preempt(call_id: string, when?: 'now' | 'on_completion'): void;
  /** The result is gone: no output, nothing unfinished. */
  expire(call_id: string): void;
  /** Cancelled from Modal's side. */
  cancelByThem(call_id: string): void;
  /** The call's id becomes unknown. */
  lose(call_id: string): void;
}

/** The environment of whoever names none. */
export const MAIN = 'main';
