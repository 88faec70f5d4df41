export * from './engine.js';
export { type Inspection, inspectWeights } from './manifest/inspect-weights.js';
export { Manifest } from './manifest/manifest.schema.js';
