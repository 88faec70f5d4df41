import { Pool, type PoolHost } from '../container/pool.js';
import { newId } from '../new-id.js';
import type { FunctionSpec } from './function-spec.js';

/** A function or class as one deployment has it, with its containers. */
export interface DeployedFunction {
  readonly function_id: string;
  readonly app_id: string;
  readonly app: string;
  readonly environment: string;
  /** `name`, or `Class.*`. */
  readonly tag: string;
  readonly spec: FunctionSpec;
  readonly pool: Pool;
}

type Place = Pick<DeployedFunction, 'app_id' | 'app' | 'environment' | 'tag'>;

export const deployFunction = (place: Place, spec: FunctionSpec, host: PoolHost): DeployedFunction => ({
  ...place,
  function_id: newId('fu'),
  spec,
  pool: new Pool(spec, host),
});

export const tagOf = (name: string, spec: FunctionSpec): string => (spec.kind === 'class' ? `${name}.*` : name);
