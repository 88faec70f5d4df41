import { defineConfig } from 'vitest/config';

// A limit against hanging, not a measure: packing and compiling take their time on a busy machine.
export default defineConfig({ test: { include: ['src/**/*.test.ts'], testTimeout: 60_000 } });
