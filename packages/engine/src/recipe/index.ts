import { findXmp } from './find-xmp.js';
import { type Recipe, recipeFromXmp } from './xmp.js';

export type { Recipe } from './xmp.js';

/**
 * Reads how a picture or loop came about from a PNG, JPEG, WebP or MP4 file that Easel made. Runs in a browser too.
 * The recipe is JSON in the element `easel:recipe` (name space `urn:easel:recipe:1`) of the file's XMP packet.
 * Null when the file carries none. What comes back is what the file says: validate it before use.
 */
export function readRecipe(bytes: Uint8Array): Recipe | null {
  const xmp = findXmp(bytes);
  return xmp === null ? null : recipeFromXmp(xmp);
}
