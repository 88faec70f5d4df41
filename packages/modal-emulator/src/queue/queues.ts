import { newId } from '../new-id.js';
import { notFound } from '../transport/status.js';
import { pickle } from './pickle.js';
import { DAY_S, Queue } from './queue.js';

/** A queue seen from inside a function, where Python would put. */
export interface QueueView {
  put(partition: string, ...values: string[]): void;
  /** Puts bytes that need not be a pickle at all. */
  putRaw(partition: string, bytes: Uint8Array): void;
  len(partition: string): number;
}

export class Queues {
  readonly #byId = new Map<string, Queue>();
  readonly #idOf = new Map<string, string>();

  find(environment: string, name: string): string | null {
    return this.#idOf.get(`${environment}/${name}`) ?? null;
  }

  create(environment: string, name: string | null): string {
    const queue_id = newId('qu');
    this.#byId.set(queue_id, new Queue());
    if (name !== null) this.#idOf.set(`${environment}/${name}`, queue_id);
    return queue_id;
  }

  get(queue_id: string): Queue {
    const queue = this.#byId.get(queue_id);
    if (!queue) throw notFound(`Queue ${queue_id} not found`);
    return queue;
  }

  delete(queue_id: string): void {
    this.#byId.delete(queue_id);
    for (const [name, id] of this.#idOf) if (id === queue_id) this.#idOf.delete(name);
  }

  view(environment: string, name: string): QueueView {
    const queue = (): Queue => this.get(this.find(environment, name) ?? this.create(environment, name));
    return {
      put: (partition, ...values) => queue().put(Buffer.from(partition), values.map(pickle), DAY_S),
      putRaw: (partition, bytes) => queue().put(Buffer.from(partition), [bytes], DAY_S),
      len: (partition) => queue().length(Buffer.from(partition)),
    };
  }
}
