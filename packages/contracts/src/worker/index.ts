export * from './event.js';
export * from './job.js';
export * from './reply.js';
export * from './result.js';
export * from './schema.js';
