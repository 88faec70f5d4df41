/** One value of a document, by its path. */
export interface FlatValue {
  path: string;
  value: unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every value of a document by its path, in its order; lists of plain values stay whole. */
export function flatDocument(value: unknown, path = ''): FlatValue[] {
  if (Array.isArray(value) && value.some((one) => typeof one === 'object' && one !== null)) {
    return value.flatMap((one, index) => flatDocument(one, `${path}[${index}]`));
  }
  if (!isRecord(value) || Object.keys(value).length === 0) return path === '' ? [] : [{ path, value }];
  return Object.entries(value).flatMap(([name, inner]) => flatDocument(inner, path === '' ? name : `${path}.${name}`));
}

/** The values whose path or text holds every word. */
export function searchDocument(values: readonly FlatValue[], words: string): FlatValue[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...values];
  return values.filter(({ path, value }) => {
    const text = `${path} ${typeof value === 'string' ? value : JSON.stringify(value)}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
