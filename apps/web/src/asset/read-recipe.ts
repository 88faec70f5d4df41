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

/** A recipe from JSON, if it is one of these models. */
function recipeFrom(text: string, models: readonly Model[]): Recipe | null {
  try {
    const recipe: unknown = JSON.parse(text);
    if (!isObject(recipe) || !isObject(recipe.input)) return null;
    const model = models.find((m) => m.id === recipe.model);
    if (!model || typeof recipe.mode !== 'string' || !(recipe.mode in model.modes)) return null;
    // The model has it among its modes.
    return { model: model.id, mode: recipe.mode as ModeName, input: recipe.input };
  } catch {
    return null;
  }
}

/** The kind of an MP4 box that holds XMP. */
const XMP_BOX = 'be7acfcb97a942e89c71999491e3afac';
const HEADER_BYTES = 32;
/** Packets are a few kilobytes; what is larger is none. */
const MAX_PACKET_BYTES = 1024 * 1024;

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The XMP packet of an MP4, found by going from box to box, so that a long video is not read whole. */
async function xmpOfMp4(file: Blob): Promise<Blob | null> {
  for (let at = 0; at + 8 <= file.size; ) {
    const header = new DataView(await file.slice(at, at + HEADER_BYTES).arrayBuffer());
    const short = header.getUint32(0);
    const isLong = short === 1 && header.byteLength >= 16;
    const bytes = isLong ? Number(header.getBigUint64(8)) : short === 0 ? file.size - at : short;
    if (bytes < 8) return null;
    const content = isLong ? 16 : 8;
    const kind = new TextDecoder('latin1').decode(new Uint8Array(header.buffer, 4, 4));
    if (kind === 'uuid' && header.byteLength >= content + 16) {
      if (hex(new Uint8Array(header.buffer, content, 16)) === XMP_BOX) {
        return file.slice(at + content + 16, at + Math.min(bytes, MAX_PACKET_BYTES));
      }
    }
    at += bytes;
  }
  return null;
}

/** The part of a file in which a recipe may stand: of a video, its XMP packet, or its ends where tags are kept. */
async function whereToLook(file: Blob): Promise<Blob> {
  if (file.type === 'video/mp4') return (await xmpOfMp4(file)) ?? new Blob();
  if (!file.type.startsWith('video/')) return file;
  return new Blob([
    file.slice(0, MAX_PACKET_BYTES),
    file.slice(Math.max(MAX_PACKET_BYTES, file.size - MAX_PACKET_BYTES)),
  ]);
}

/**
 * The recipe that a file made by Easel carries in its XMP packet, which PNG, JPEG, WebP and MP4 hold as plain text.
 * Null when there is none, or when it is not of one of these models.
 */
export async function readRecipe(file: Blob, models: readonly Model[]): Promise<Recipe | null> {
  const bytes = new Uint8Array(await (await whereToLook(file)).arrayBuffer());
  // One character for each byte, so that places in the text are places in the file.
  const text = new TextDecoder('latin1').decode(bytes);
  const from = text.indexOf(OPEN);
  const to = text.indexOf(CLOSE, from);
  if (from === -1 || to === -1) return null;
  const xml = new TextDecoder().decode(bytes.subarray(from + OPEN.length, to));
  return recipeFrom(unescapeXml(xml), models);
}
