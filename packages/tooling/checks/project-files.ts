import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every file that is, or is about to be, in the repository: tracked, or new and not ignored. */
export function projectFiles(root: string): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && isFile(join(root, path))).sort();
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

const LARGEST_TEXT_BYTES = 2 * 1024 * 1024;

/** The text of a file, or null for a picture, a model or another file that is not text. */
export function textOf(root: string, path: string): string | null {
  const bytes = readFileSync(join(root, path));
  if (bytes.length > LARGEST_TEXT_BYTES || bytes.subarray(0, 8192).includes(0)) return null;
  return bytes.toString('utf8');
}

export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
