export * from './generate-types.js';
export * from './input-schema.js';
export * from './json-schema.js';
export * from './parameter.js';
export * from './parse-settings.js';
export * from './runtimes.js';
export * from './settings.schema.js';
export * from './settings-error.js';
