import { RpcError } from '../transport/status.js';
import { Waiters } from '../waiters.js';

const MAX_ITEMS = 5000;
const MAX_ITEM_BYTES = 1024 * 1024;
const MAX_KEY_BYTES = 64;
const MAX_PARTITIONS = 100_000;
export const DAY_S = 86_400;

interface Item {
  value: Uint8Array;
  entry_id: string;
}

interface Partition {
  items: Item[];
  dies_at: number;
}

/** One queue: partitions of pickled items, kept in memory, each forgotten a while after its last put. */
export class Queue {
  readonly #partitions = new Map<string, Partition>();
  readonly #waiters = new Waiters();
  #entries = 0;

  put(key: Uint8Array, values: readonly Uint8Array[], ttl_s: number): void {
    if (values.some((value) => value.byteLength > MAX_ITEM_BYTES)) {
      throw new RpcError('INVALID_ARGUMENT', 'A queue item may have at most 1 MiB');
    }
    const partition = this.#partition(key);
    if (partition.items.length + values.length > MAX_ITEMS) {
      throw new RpcError('RESOURCE_EXHAUSTED', `Queue partition is full (${MAX_ITEMS} items)`);
    }
    for (const value of values) {
      this.#entries += 1;
      partition.items.push({ value, entry_id: `${Date.now()}-${this.#entries}` });
    }
    partition.dies_at = Date.now() + (ttl_s > 0 ? ttl_s : DAY_S) * 1000;
    this.#waiters.wake();
  }

  async take(key: Uint8Array, count: number, timeout_s: number, signal: AbortSignal): Promise<Uint8Array[]> {
    await this.#until(() => this.#partition(key).items.length > 0, timeout_s, signal);
    // A caller that has left must not take items along.
    if (signal.aborted) return [];
    return this.#partition(key)
      .items.splice(0, Math.max(1, count))
      .map(({ value }) => value);
  }

  async after(key: Uint8Array, entry_id: string, timeout_s: number, signal: AbortSignal): Promise<Item[]> {
    const rest = (): Item[] => {
      const { items } = this.#partition(key);
      return entry_id === '' ? items : items.slice(items.findIndex((item) => item.entry_id === entry_id) + 1);
    };
    await this.#until(() => rest().length > 0, timeout_s, signal);
    return rest();
  }

  length(key: Uint8Array): number {
    return this.#partition(key).items.length;
  }

  total(): number {
    return [...this.#partitions.values()].reduce((sum, { items }) => sum + items.length, 0);
  }

  clear(key: Uint8Array | null): void {
    if (key === null) this.#partitions.clear();
    else this.#partition(key).items.length = 0;
  }

  #partition(key: Uint8Array): Partition {
    if (key.byteLength > MAX_KEY_BYTES) {
      throw new RpcError('INVALID_ARGUMENT', `A partition key may have at most ${MAX_KEY_BYTES} bytes`);
    }
    const name = Buffer.from(key).toString('hex');
    let partition = this.#partitions.get(name);
    if (!partition || partition.dies_at < Date.now()) {
      if (!partition && this.#partitions.size >= MAX_PARTITIONS) {
        throw new RpcError('RESOURCE_EXHAUSTED', `A queue has at most ${MAX_PARTITIONS} partitions`);
      }
      partition = { items: [], dies_at: Date.now() + DAY_S * 1000 };
      this.#partitions.set(name, partition);
    }
    return partition;
  }

  async #until(there: () => boolean, timeout_s: number, signal: AbortSignal): Promise<void> {
    const end = Date.now() + timeout_s * 1000;
    while (!there() && !signal.aborted && Date.now() < end) await this.#waiters.wait(end - Date.now(), signal);
  }
}
