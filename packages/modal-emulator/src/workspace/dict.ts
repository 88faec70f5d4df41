/** A Modal Dict seen from inside a function. */
export interface DictView {
  /** True when this caller put it: the first wins. */
  putIfAbsent(key: string, value: unknown): boolean;
  get(key: string): unknown;
  put(key: string, value: unknown): void;
  delete(key: string): void;
  keys(): string[];
}

export function newDict(): DictView {
  const entries = new Map<string, unknown>();
  return {
    putIfAbsent: (key, value) => {
      if (entries.has(key)) return false;
      entries.set(key, value);
      return true;
    },
    get: (key) => entries.get(key),
    put: (key, value) => void entries.set(key, value),
    delete: (key) => void entries.delete(key),
    keys: () => [...entries.keys()],
  };
}
