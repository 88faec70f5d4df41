import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

export function digest(lines) {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** A stamp says "this work was done for this state"; it is removed first, so that a broken run leaves none. */
export function isStamped(file, value) {
  try {
    return readFileSync(file, 'utf8') === value;
  } catch {
    return false;
  }
}

export async function stamped(file, value, work) {
  rmSync(file, { force: true });
  await work();
  writeFileSync(file, value);
}
