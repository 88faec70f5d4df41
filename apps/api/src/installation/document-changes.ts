import type { SettingsChange } from '@easel/contracts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * What is different from one JSON document to another: fields of objects one by one, lists as wholes. Paths are JSON
 * pointers; null stands where there was nothing.
 */
export function documentChanges(before: unknown, after: unknown, path = ''): SettingsChange[] {
  if (!isRecord(before) || !isRecord(after)) {
    const change = { path, before: before ?? null, after: after ?? null };
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => documentChanges(before[key], after[key], `${path}/${escaped(key)}`));
}
