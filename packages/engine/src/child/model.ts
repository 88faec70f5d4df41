import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import { z } from 'zod';
import type { Words } from '../inference/tokenizer.js';
import { inspectWeights } from '../manifest/inspect-weights.js';
import type { GraphSpec, ImageManifest, Manifest, UpscaleManifest } from '../manifest/manifest.schema.js';
import { shapeProblems } from './shape-problems.js';

export type Feeds = Record<string, ort.Tensor>;

/** The open graphs of a model folder. */
export interface Graphs<M extends Manifest> {
  manifest: M;
  hash: string;
  /** Runs a graph; the time inside is added to `session_ms`. */
  run(graph: keyof M['graphs'] & string, feeds: Feeds): Promise<Record<string, ort.Tensor>>;
  session_ms: number;
}

/** A model that draws from a prompt. */
export interface ImageModel extends Graphs<ImageManifest> {
  task: 'image';
  words: Words;
}

/** A model that makes pictures larger. */
export interface UpscaleModel extends Graphs<UpscaleManifest> {
  task: 'upscale';
}

/** A model that is ready to run, by what it is for. */
export type Model = ImageModel | UpscaleModel;

/** A model folder that cannot be used, and everything that is wrong with it. */
export class ModelRefused extends Error {
  constructor(readonly problems: string[]) {
    super(problems.join('; '));
  }
}

const WordFile = z.object({ vocab: z.array(z.string()), glove_words: z.array(z.string()), stop: z.array(z.string()) });

async function loadWords(folder: string, spec: ImageManifest['tokenizer']): Promise<Words> {
  const lists = WordFile.parse(JSON.parse(await readFile(join(folder, spec.words.file), 'utf8')));
  const vectors = await readFile(join(folder, spec.vectors.file));
  const scales = await readFile(join(folder, spec.vector_scales.file));
  const rows = lists.glove_words.length;
  if (vectors.length !== rows * spec.dimensions || scales.length !== rows * 2) {
    throw new ModelRefused([`${spec.vectors.file}: does not hold ${rows} vectors of ${spec.dimensions}`]);
  }
  return {
    ids: new Map(lists.vocab.map((word, id) => [word, id])),
    rows: new Map(lists.glove_words.map((word, row) => [word, row])),
    stop: new Set(lists.stop),
    vectors: new Int8Array(vectors.buffer, vectors.byteOffset, vectors.length),
    scales: Uint16Array.from({ length: rows }, (_, row) => scales.readUInt16LE(row * 2)),
    dimensions: spec.dimensions,
    max_words: spec.max_words,
  };
}

const openSession = (path: string, threads: number): Promise<ort.InferenceSession> =>
  ort.InferenceSession.create(path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    // Weights are stored as int8 and unfolded at load: the arithmetic stays float32.
    // Threads that wait by spinning take the cores from whatever else runs here, this engine's own steps included.
    extra: { session: { disable_quant_qdq: '1', intra_op: { allow_spinning: '0' } } },
  });

/** Opens a manifest's graphs; refuses those that cannot be loaded or have other shapes than it says. */
async function openGraphs<M extends Manifest>(
  folder: string,
  threads: number,
  manifest: M,
  hash: string,
): Promise<Graphs<M>> {
  const named = Object.entries<GraphSpec | undefined>(manifest.graphs);
  const graphs = named.filter((g): g is [string, GraphSpec] => g[1] !== undefined);
  const opened = await Promise.all(
    graphs.map(async ([name, spec]) => {
      const session = await openSession(join(folder, spec.file), threads).catch((error: unknown) => {
        throw new ModelRefused([`${spec.file}: cannot be loaded: ${String(error)}`]);
      });
      return [name, session, shapeProblems(spec, session)] as const;
    }),
  );
  const wrong = opened.flatMap(([, , found]) => found);
  if (wrong.length > 0) throw new ModelRefused(wrong);
  const sessions = new Map(opened.map(([name, session]) => [name, session]));
  const open: Graphs<M> = {
    manifest,
    hash,
    session_ms: 0,
    async run(graph, feeds) {
      const session = sessions.get(graph);
      if (!session) throw new Error(`the model has no graph "${graph}"`);
      const begun = performance.now();
      try {
        return await session.run(feeds);
      } finally {
        open.session_ms += performance.now() - begun;
      }
    },
  };
  return open;
}

/** Loads a model folder after checking its manifest, files, checksums and, by opening the graphs, shapes. */
export async function loadModel(folder: string, threads: number): Promise<Model> {
  const { manifest, hash, problems } = await inspectWeights(folder);
  if (!manifest || problems.length > 0) throw new ModelRefused(problems);
  if (manifest.task === 'upscale') {
    return Object.assign(await openGraphs(folder, threads, manifest, hash), { task: manifest.task });
  }
  const graphs = await openGraphs(folder, threads, manifest, hash);
  return Object.assign(graphs, { task: manifest.task, words: await loadWords(folder, manifest.tokenizer) });
}
