import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Manifest } from './manifest.schema.js';

/** What was found: the manifest where it can be read, its hash, and every problem in words. */
export interface Inspection {
  manifest: Manifest | null;
  hash: string;
  problems: string[];
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function tables(manifest: Manifest) {
  if (manifest.task !== 'image') return [];
  const { words, vectors, vector_scales } = manifest.tokenizer;
  return [words, vectors, vector_scales];
}

/** Files that a manifest names, each with the checksum it must have; null for files that are only to be there. */
export function namedFiles(manifest: Manifest): { file: string; sha256: string | null }[] {
  const graphs = Object.values(manifest.graphs).filter((graph) => graph !== undefined);
  return [
    ...[...tables(manifest), ...graphs].map(({ file, sha256: sum }) => ({ file, sha256: sum })),
    ...manifest.notices.map((file) => ({ file, sha256: null })),
  ];
}

function parseManifest(bytes: Uint8Array): { manifest: Manifest | null; problems: string[] } {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return { manifest: null, problems: ['manifest.json is not JSON'] };
  }
  const parsed = Manifest.safeParse(json);
  if (parsed.success) return { manifest: parsed.data, problems: [] };
  const problems = parsed.error.issues.map((i) => `manifest.json: ${i.path.join('.') || '(whole file)'}: ${i.message}`);
  return { manifest: null, problems };
}

async function checkFile(folder: string, file: string, wanted: string | null): Promise<string | null> {
  const bytes = await readFile(join(folder, file)).catch(() => null);
  if (!bytes) return `${file}: the file is missing`;
  if (wanted === null || sha256(bytes) === wanted) return null;
  return `${file}: the SHA-256 is ${sha256(bytes)}, the manifest says ${wanted}`;
}

/** Reads a model folder's manifest and checks every file it names. Loads no graph. */
export async function inspectWeights(folder: string): Promise<Inspection> {
  const bytes = await readFile(join(folder, 'manifest.json')).catch(() => null);
  if (!bytes) return { manifest: null, hash: '', problems: [`${folder}: manifest.json is missing`] };
  const { manifest, problems } = parseManifest(bytes);
  const files = manifest ? namedFiles(manifest) : [];
  const found = await Promise.all(files.map(({ file, sha256: sum }) => checkFile(folder, file, sum)));
  return { manifest, hash: sha256(bytes), problems: [...problems, ...found.filter((p) => p !== null)] };
}
