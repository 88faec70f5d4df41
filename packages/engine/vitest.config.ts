import { defineConfig } from 'vitest/config';

// The child processes are real: one test file at a time keeps the machine's cores theirs.
export default defineConfig({
  test: { include: ['src/**/*.test.ts', 'test/**/*.test.ts'], fileParallelism: false, testTimeout: 60_000 },
});
