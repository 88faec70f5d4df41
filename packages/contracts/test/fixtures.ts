import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../../..');

/** A file of `specs/fixtures`, or of the repository's root, fresh each time. */
export const readJson = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
export const fixture = (path: string) => readJson(join('specs/fixtures', path));
