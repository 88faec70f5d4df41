import { z } from 'zod';

const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be the name of a file in the model folder');
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A dimension: a number, or a name such as "B" for one that is free. */
const Dimension = z.union([z.int().min(1), z.string().min(1)]);

/** A tensor that a graph takes or gives. */
export const TensorSpec = z.strictObject({
  type: z.enum(['float32', 'int64', 'uint8']),
  shape: z.array(Dimension),
});
export type TensorSpec = z.infer<typeof TensorSpec>;

/** A graph of the model: its file, its checksum, and what goes in and out. */
export const GraphSpec = z.strictObject({
  file: FileName,
  sha256: Sha256,
  inputs: z.record(z.string(), TensorSpec),
  outputs: z.record(z.string(), TensorSpec),
});
export type GraphSpec = z.infer<typeof GraphSpec>;

const DataFile = z.strictObject({ file: FileName, sha256: Sha256 });

/** Words to ids and vectors: lower case, ASCII letters and digits, stop words left out, a plural's s stripped. */
export const TokenizerSpec = z.strictObject({
  kind: z.literal('words'),
  words: DataFile,
  max_words: z.int().min(1),
  vectors: DataFile,
  vector_scales: DataFile,
  dimensions: z.int().min(1),
});
export type TokenizerSpec = z.infer<typeof TokenizerSpec>;

const common = {
  manifest_version: z.literal(1),
  name: z.string().min(1),
  /** Of the weights; part of what makes bytes repeatable. */
  version: z.string().min(1),
  license: z.string().min(1),
  notices: z.array(FileName).min(1),
};

/** A model that draws from a prompt. */
export const ImageManifest = z.strictObject({
  ...common,
  task: z.literal('image'),
  native: z.strictObject({ width: z.int().min(1), height: z.int().min(1) }),
  latent: z.tuple([z.int().min(1), z.int().min(1), z.int().min(1)]),
  parametrisation: z.enum(['rectified_flow']),
  sampler: z.enum(['euler']),
  tokenizer: TokenizerSpec,
  graphs: z.strictObject({
    text_encoder: GraphSpec,
    unet: GraphSpec,
    decoder: GraphSpec,
    /** Needed for image to image. */
    encoder: GraphSpec.optional(),
    /** Redraws the decoder's picture at a larger size; without it pictures are resampled. */
    enlarger: GraphSpec.optional(),
  }),
});
export type ImageManifest = z.infer<typeof ImageManifest>;

/** A model that makes any picture larger. */
export const UpscaleManifest = z.strictObject({
  ...common,
  task: z.literal('upscale'),
  /** By how much one run enlarges; larger factors are runs upon runs. */
  scale: z.literal(2),
  /** Pixels on each side that a run needs beyond those it enlarges, and no more: so tiles meet without a seam. */
  margin: z.int().min(0),
  /** For drawings and for photographs: bytes in, bytes out, rows of RGB. */
  graphs: z.strictObject({ drawing: GraphSpec, photo: GraphSpec }),
});
export type UpscaleManifest = z.infer<typeof UpscaleManifest>;

/** `manifest.json` of a model folder: what else it says depends on what the model is for. */
export const Manifest = z.discriminatedUnion('task', [ImageManifest, UpscaleManifest]);
export type Manifest = z.infer<typeof Manifest>;
