import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm'],
  dts: false,
  clean: true,
  sourcemap: true,
  target: 'es2023',
  platform: 'browser',
  external: ['react', 'react-dom', 'react/jsx-runtime', 'lucide-react'],
  treeshake: true,
});
