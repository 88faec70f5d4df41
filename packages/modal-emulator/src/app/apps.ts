import type { PoolHost } from '../container/pool.js';
import { type DeployedFunction, deployFunction, tagOf } from '../function/deployed-function.js';
import type { FunctionSpec } from '../function/function-spec.js';
import { newId } from '../new-id.js';

export interface App {
  readonly app_id: string;
  readonly name: string;
  readonly environment: string;
  readonly created_at: number;
  stopped_at: number | null;
  /** Made by a deployment that has not published it: it has no name yet. */
  initializing: boolean;
  functions: Map<string, DeployedFunction>;
}

/** The apps of a workspace. A name means its app that runs; stopped ones keep their id. */
export class Apps {
  readonly #apps: App[] = [];
  readonly #functions = new Map<string, DeployedFunction>();
  /** Deployed again or stopped, and perhaps still at work. */
  readonly #former = new Set<DeployedFunction>();

  find(environment: string, name: string): App | null {
    return this.live(environment).find((app) => app.name === name) ?? null;
  }

  get(app_id: string): App | null {
    return this.#apps.find((app) => app.app_id === app_id) ?? null;
  }

  live(environment: string): App[] {
    return this.#apps.filter((app) => app.environment === environment && app.stopped_at === null && !app.initializing);
  }

  environments(): string[] {
    return [...new Set(this.#apps.map(({ environment }) => environment))];
  }

  /** The newest app that once had this name. */
  previous(environment: string, name: string): App | null {
    return (
      this.#apps.findLast((app) => app.environment === environment && app.name === name && !app.initializing) ?? null
    );
  }

  create(environment: string, name: string, initializing = false): App {
    const app: App = {
      app_id: newId('ap'),
      name,
      environment,
      created_at: Date.now(),
      stopped_at: null,
      initializing,
      functions: new Map(),
    };
    this.#apps.push(app);
    return app;
  }

  /** Puts these functions in the place of the app's former ones, whose ids nobody can use from now on. */
  replace(app: App, specs: Record<string, FunctionSpec>, host: PoolHost): void {
    app.initializing = false;
    app.functions = new Map();
    for (const [name, spec] of Object.entries(specs)) {
      const deployed = deployFunction(
        { app_id: app.app_id, app: app.name, environment: app.environment, tag: tagOf(name, spec) },
        spec,
        host,
      );
      app.functions.set(deployed.tag, deployed);
      this.#functions.set(deployed.function_id, deployed);
    }
    for (const old of this.#forget(app)) {
      const heir = app.functions.get(old.tag);
      for (const call of heir ? old.pool.pending.splice(0) : []) {
        call.owner = heir ?? old;
        heir?.pool.submit(call);
      }
      old.pool.retire();
    }
    for (const { pool } of app.functions.values()) pool.schedule();
  }

  stop(app: App): DeployedFunction[] {
    app.stopped_at = Date.now();
    app.functions = new Map();
    return this.#forget(app);
  }

  /** A variant of a function, by parameters and options: its own containers under its own id. */
  bind(base: DeployedFunction, spec: FunctionSpec, host: PoolHost): DeployedFunction {
    const bound = deployFunction(base, spec, host);
    this.#functions.set(bound.function_id, bound);
    return bound;
  }

  functionById(function_id: string): DeployedFunction | null {
    return this.#functions.get(function_id) ?? null;
  }

  /** Every function that may still have containers. */
  everyFunction(): DeployedFunction[] {
    return [...this.#functions.values(), ...this.#former];
  }

  #forget(app: App): DeployedFunction[] {
    const old = [...this.#functions.values()].filter(
      (known) => known.app_id === app.app_id && app.functions.get(known.tag) !== known,
    );
    for (const known of old) {
      this.#functions.delete(known.function_id);
      this.#former.add(known);
    }
    return old;
  }
}
