import { defineConfig } from 'vitest/config';

// The client reads its profile file when it is imported: no file of this machine may reach the tests.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    env: { MODAL_CONFIG_PATH: '/nonexistent' },
  },
});
