export { fileFromPath } from './file-from-path.js';
export * from './index.js';
