import type { AssetRow } from '../db/schema.js';

const EXTENSIONS: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};
const TAIL = 6;

/** A name for a saved file: model, seed and the end of the id, in characters that every system and header takes. */
export function fileName(row: Pick<AssetRow, 'id' | 'kind' | 'model' | 'seed'>, contentType: string): string {
  const parts = [row.kind === 'output' ? (row.model ?? 'output') : 'upload', row.seed, row.id.slice(-TAIL)];
  const stem = parts.filter((part) => part !== null).join('-');
  return `${stem.replace(/[^a-zA-Z0-9._-]/g, '_')}.${EXTENSIONS[contentType] ?? 'bin'}`;
}
