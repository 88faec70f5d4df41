import type { FunctionSpec } from '../function/function-spec.js';

/** What may change while a function is deployed. */
export interface Scaling {
  min_containers: number;
  max_containers: number;
  buffer_containers: number;
  scaledown_ms: number;
}

export const scalingOf = (spec: FunctionSpec): Scaling => ({
  min_containers: spec.min_containers ?? 0,
  max_containers: spec.max_containers ?? 10,
  buffer_containers: spec.buffer_containers ?? 0,
  scaledown_ms: spec.scaledown_ms ?? 60_000,
});

/** How many containers the autoscaler wants for so many waiting and running inputs. */
export function wantedContainers(scaling: Scaling, inputs: number, concurrency: number): number {
  const busy = Math.ceil(inputs / concurrency);
  const wanted = busy > 0 ? busy + scaling.buffer_containers : 0;
  return Math.min(Math.max(wanted, scaling.min_containers), Math.max(scaling.max_containers, 1));
}
