import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { server: 'src/server.ts', openapi: 'src/openapi/build-openapi.ts' },
  format: ['esm'],
  dts: false,
  clean: true,
  sourcemap: true,
  target: 'node24',
});
