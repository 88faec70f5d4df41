import { isBuiltin } from 'node:module';
import { posix } from 'node:path';

/** Where an import leads. */
export type Target =
  | { kind: 'builtin'; name: string }
  | { kind: 'workspace'; room: string; specifier: string }
  | { kind: 'external'; name: string }
  | { kind: 'file'; path: string };

export function targetOf(fromPath: string, specifier: string): Target {
  if (specifier.startsWith('.') || specifier.startsWith('/')) {
    return { kind: 'file', path: posix.normalize(posix.join(posix.dirname(fromPath), specifier)) };
  }
  if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier };
  const parts = specifier.split('/');
  if (parts[0] === '@easel') return { kind: 'workspace', room: parts[1] ?? '', specifier };
  return { kind: 'external', name: specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier) };
}

/** `packages/ui/src/x.ts` → `packages/ui`; null outside the rooms. */
export function roomFolder(path: string): string | null {
  return /^(packages|apps)\/[^/]+/.exec(path)?.[0] ?? null;
}

export function isTestPath(path: string): boolean {
  return /\.test\.[cm]?[jt]sx?$|\/(test|tests|bench)\//.test(path) || /\/[^/]+\.config\.[cm]?[jt]s$/.test(path);
}
