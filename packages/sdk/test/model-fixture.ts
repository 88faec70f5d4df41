import type { Model } from '@easel/contracts';

/** A model as the catalogue describes it. */
export const aModel = (fields: Partial<Model> = {}): Model => ({
  id: 'sketch',
  name: 'Sketch',
  description: 'Draws.',
  license: 'MIT',
  license_url: 'https://example.com',
  commercial_use: true,
  tags: [],
  default_mode: 'txt2img',
  enabled: true,
  availability: 'ready',
  modes: {
    txt2img: { label: 'Text to image', output: 'image', max_count: 4, input_schema: {} },
    img2img: { label: 'Image to image', output: 'image', max_count: 4, input_schema: {} },
  },
  parameters: {
    prompt: { type: 'string', label: 'Prompt', max_length: 100, required: true },
    image: { type: 'image', label: 'Image', required: true, modes: ['img2img'] },
    steps: { type: 'integer', label: 'Steps', min: 1, max: 9 },
    tiled: { type: 'boolean', label: 'Tiled' },
  },
  size: null,
  size_from: null,
  examples: [],
  limits: { max_attempts: 1, timeout_s: 1, concurrency: 1, memory_mib: null, runtimes: [] },
  measured: { samples: 0, run_ms_p50: null, run_ms_p95: null, start_ms_p50: null, cost_microusd_p50: null },
  ...fields,
});
