import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A busy machine is no reason to fail.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
  },
});
