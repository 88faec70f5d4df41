/** One field that differs between two values, by its path. `undefined` where a side has none. */
export interface Difference {
  path: string;
  before: unknown;
  after: unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What differs between two values, field by field; lists are compared as wholes. */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (same(before, after)) return [];
  const [left, right] = [before ?? {}, after ?? {}];
  // A side that is not there is read as an empty record, so that the other's fields are listed one by one.
  if (!isRecord(left) || !isRecord(right)) return [{ path: path === '' ? 'value' : path, before, after }];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return names.flatMap((name) => differences(left[name], right[name], path === '' ? name : `${path}.${name}`));
}
