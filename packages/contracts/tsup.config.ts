import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', 'worker/index': 'src/worker/index.ts', 'settings/index': 'src/settings/index.ts' },
  format: ['esm'],
  dts: false,
  clean: true,
  sourcemap: true,
  target: 'node24',
});
