import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm'],
  dts: false,
  clean: true,
  sourcemap: true,
  target: 'es2022',
  // The package is installed outside of this repository too, where contracts does not exist.
  noExternal: ['@easel/contracts'],
});
