import { z } from 'zod';

/** How the embedded engine runs a model on this machine. */
export const EmbeddedRuntime = z
  .strictObject({
    engine: z.literal('onnx'),
    weights: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be the name of a folder of weights'),
    concurrency: z.int().min(1).max(16),
    timeout_s: z.int().min(1).max(86_400),
    memory_mib: z.int().min(64),
  })
  .meta({ id: 'EmbeddedRuntime' });
export type EmbeddedRuntime = z.infer<typeof EmbeddedRuntime>;

/** How a model runs on Modal. Every field must be stated: nothing about a rented GPU is left to a default. */
export const ModalRuntime = z
  .strictObject({
    pipeline: z.string().min(1),
    repo: z.string().min(1),
    /** Commit of the weights' repository; null is resolved and pinned when deployed. */
    revision: z.string().min(1).nullable(),
    dtype: z.enum(['bfloat16', 'float16', 'float32']),
    quantization: z.enum(['none', 'nf4', 'int8', 'fp8']).nullable(),
    loading: z.enum(['on_enter', 'snapshot']),
    gpu: z.string().min(1),
    vram_min_gib: z.number().positive(),
    min_containers: z.int().min(0),
    max_containers: z.int().min(1),
    concurrency: z.int().min(1).max(64),
    timeout_s: z.int().min(1).max(86_400),
    startup_timeout_s: z.int().min(1).max(86_400),
    scaledown_s: z.int().min(2).max(3_600),
    /** Memory and physical cores of the container; the platform's defaults when absent. */
    memory_mib: z.int().min(128).optional(),
    cpu: z.number().positive().optional(),
    /** Modal Secrets whose values the container gets as environment variables, for example a token for gated weights. */
    secrets: z.array(z.string().regex(/^[A-Za-z0-9._-]{1,64}$/)).optional(),
    /** What only this pipeline knows, for example the name of a single weights file. */
    options: z.record(z.string(), z.json()).optional(),
  })
  .refine((r) => r.min_containers <= r.max_containers, {
    path: ['min_containers'],
    message: 'must not exceed max_containers. Lower min_containers or raise max_containers',
  })
  .meta({ id: 'ModalRuntime' });
export type ModalRuntime = z.infer<typeof ModalRuntime>;

/** The runtimes of a model: at least one. */
export const Runtimes = z
  .strictObject({ embedded: EmbeddedRuntime.optional(), modal: ModalRuntime.optional() })
  .refine((r) => r.embedded !== undefined || r.modal !== undefined, {
    message: 'must name at least one runtime. Add "embedded" or "modal"',
  });
export type Runtimes = z.infer<typeof Runtimes>;
