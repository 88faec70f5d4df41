import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/**
 * A file of this machine, to be uploaded or given as an image parameter.
 *
 * @example
 * const image = await fileFromPath('sketch.png');
 */
export async function fileFromPath(path: string): Promise<File> {
  return new File([await readFile(path)], basename(path));
}
