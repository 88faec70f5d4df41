import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const SOURCE = /\.(py|json)$/;
const STATED = /^WORKER_VERSION\s*=\s*"([^"]+)"/m;

/** Version of the worker in this repository. */
export interface WorkerVersion {
  /** As the worker itself states it. */
  stated: string;
  /** With a digest of its sources, for example `0.1.0+1a2b3c4d`: differs whenever a deployment would. */
  full: string;
}

/** Travels in the image, beside the sources. */
const SCHEMA = 'specs/generated/worker.schema.json';

export const workerDir = (root_dir: string): string => join(root_dir, 'apps/worker');

/** Reads what would be deployed now. */
export async function readWorkerVersion(root_dir: string): Promise<WorkerVersion> {
  const dir = join(workerDir(root_dir), 'easel_worker');
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  files.push(join(root_dir, SCHEMA));
  const digest = createHash('sha256');
  for (const file of files) {
    digest.update(JSON.stringify(relative(root_dir, file)));
    digest.update(
      createHash('sha256')
        .update(await readFile(file))
        .digest(),
    );
  }
  const stated = STATED.exec(await readFile(join(dir, 'version.py'), 'utf8'))?.[1];
  if (stated === undefined) throw new Error(`${join(dir, 'version.py')} states no WORKER_VERSION`);
  return { stated, full: `${stated}+${digest.digest('hex').slice(0, 8)}` };
}
