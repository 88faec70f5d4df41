import type { Availability } from '@easel/contracts';
import type { Backend } from './backend.js';

/** Every configured backend. */
export interface Backends {
  /** Whether any backend is configured for the model. */
  serves(model: string): boolean;
  capacity(model: string): number;
  availability(model: string): Availability;
  /** Where the next task of a model goes. */
  choose(model: string): Backend | undefined;
  get(id: string): Backend | undefined;
  /** Throws when no backend is usable. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const ORDER: Availability[] = ['ready', 'starting', 'waiting', 'unavailable'];

export function createBackends(backends: Backend[], models: string[]): Backends {
  const serving = (model: string) => backends.filter((backend) => backend.capacity(model) > 0);
  const best = (model: string) =>
    serving(model).sort((a, b) => ORDER.indexOf(a.availability(model)) - ORDER.indexOf(b.availability(model)))[0];
  return {
    serves: (model) => serving(model).length > 0,
    capacity: (model) => serving(model).reduce((sum, backend) => sum + backend.capacity(model), 0),
    availability: (model) => best(model)?.availability(model) ?? 'unavailable',
    choose: best,
    get: (id) => backends.find((backend) => backend.id === id),
    async check() {
      if (!models.some((model) => best(model) !== undefined && best(model)?.availability(model) !== 'unavailable')) {
        throw new Error('no backend can run any model');
      }
    },
    async close() {
      await Promise.all(backends.map((backend) => backend.close()));
    },
  };
}
