import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = 'http://127.0.0.1:4100';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // The content security policy refuses inline scripts and data: fonts.
  build: { modulePreload: { polyfill: false }, assetsInlineLimit: 0, target: 'es2023' },
  server: { port: 4101, proxy: { '/v1': api, '/openapi.json': api, '/docs': api, '/admin': api } },
});
