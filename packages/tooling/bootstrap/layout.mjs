import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository, whatever folder it was cloned into. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Everything the bootstrap brings for itself. Ignored by git; removing it costs one download. */
export const TOOLS = join(ROOT, '.tools');

export const NODE_MAJOR = 24;
