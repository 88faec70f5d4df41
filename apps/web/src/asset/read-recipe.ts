import type { ModeName, Recipe } from '@easel/contracts';
import type { Model } from '@easel/sdk';

const OPEN = '<easel:recipe>';
const CLOSE = '</easel:recipe>';
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return ENTITIES[name ?? ''] ?? whole;
  });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The recipe that a picture made by Easel carries in its XMP packet, which PNG, JPEG and WebP hold as plain text.
 * Null when there is none, or when it is not of one of these models.
 */
export async function readRecipe(file: Blob, models: readonly Model[]): Promise<Recipe | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  // One character for each byte, so that places in the text are places in the file.
  const text = new TextDecoder('latin1').decode(bytes);
  const from = text.indexOf(OPEN);
  const to = text.indexOf(CLOSE, from);
  if (from === -1 || to === -1) return null;
  try {
    const xml = new TextDecoder().decode(bytes.subarray(from + OPEN.length, to));
    const recipe: unknown = JSON.parse(unescapeXml(xml));
    if (!isObject(recipe) || !isObject(recipe.input)) return null;
    const model = models.find((m) => m.id === recipe.model);
    if (!model || typeof recipe.mode !== 'string' || !(recipe.mode in model.modes)) return null;
    // The model has it among its modes.
    return { model: model.id, mode: recipe.mode as ModeName, input: recipe.input };
  } catch {
    return null;
  }
}
