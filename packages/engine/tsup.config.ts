import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'recipe/index': 'src/recipe/index.ts',
    child: 'src/child/main.ts',
    watchdog: 'src/child/watchdog.ts',
    seal: 'src/manifest/seal.ts',
  },
  format: ['esm'],
  dts: false,
  clean: true,
  sourcemap: true,
  target: 'node24',
});
