import type { Model } from '@easel/sdk';

/** A model for tests, with one parameter of each kind that a form shows. */
export const aModel = (): Model => ({
  id: 'test-model',
  name: 'Test model',
  description: 'For tests.',
  license: 'MIT',
  license_url: 'https://example.org/license',
  commercial_use: true,
  tags: [],
  default_mode: 'txt2img',
  enabled: true,
  availability: 'ready',
  modes: {
    txt2img: { label: 'Text to image', output: 'image', max_count: 8, input_schema: {} },
    img2img: { label: 'Image to image', output: 'image', max_count: 4, input_schema: {} },
  },
  parameters: {
    prompt: { type: 'string', label: 'Prompt', required: true, max_length: 20, multiline: true },
    image: { type: 'image', label: 'Reference', modes: ['img2img'], required: true },
    strength: { type: 'number', label: 'Strength', modes: ['img2img'], default: 0.5, min: 0, max: 1, step: 0.05 },
    seed: { type: 'seed', label: 'Seed' },
    steps: { type: 'integer', label: 'Steps', default: 16, min: 4, max: 50, advanced: true },
    tiling: { type: 'boolean', label: 'Tiling', default: false, advanced: true },
  },
  size_from: null,
  size: {
    options: [
      { width: 512, height: 512, label: 'Square' },
      { width: 768, height: 512, label: 'Wide' },
    ],
    custom: null,
  },
  examples: [],
  limits: { max_attempts: 3, timeout_s: 60, concurrency: 1, memory_mib: null, runtimes: ['embedded'] },
  measured: { samples: 0, run_ms_p50: null, run_ms_p95: null, start_ms_p50: null, cost_microusd_p50: null },
});

/** A model that makes videos, in every mode that takes pictures. */
export const aVideoModel = (): Model => ({
  ...aModel(),
  id: 'test-video',
  name: 'Test video',
  default_mode: 't2v',
  modes: {
    t2v: { label: 'Text to video', output: 'video', max_count: 1, input_schema: {} },
    i2v: { label: 'Image to video', output: 'video', max_count: 1, input_schema: {} },
    first_last_frame: { label: 'First and last', output: 'video', max_count: 1, input_schema: {} },
    arbitrary_frame: { label: 'Key frames', output: 'video', max_count: 1, input_schema: {} },
  },
  parameters: {
    prompt: { type: 'string', label: 'Prompt', required: true, max_length: 200, multiline: true },
    image: { type: 'image', label: 'First image', modes: ['i2v', 'first_last_frame'], required: true },
    last_image: { type: 'image', label: 'Last image', modes: ['first_last_frame'], required: true },
    keyframes: { type: 'keyframes', label: 'Key frames', modes: ['arbitrary_frame'], required: true, max_items: 4 },
    seed: { type: 'seed', label: 'Seed' },
    frames: { type: 'integer', label: 'Frames', default: 81, min: 17, max: 81, step: 8 },
    fps: { type: 'integer', label: 'Frames per second', default: 16, min: 8, max: 30 },
    steps: { type: 'integer', label: 'Steps', default: 8, min: 1, max: 50, fixed: true },
  },
  size: { options: [{ width: 832, height: 480, label: 'Wide' }], custom: null },
  limits: { max_attempts: 3, timeout_s: 600, concurrency: 1, memory_mib: null, runtimes: ['modal'] },
});
