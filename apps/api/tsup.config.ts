import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    server: 'src/server.ts',
    openapi: 'src/openapi/build-openapi.ts',
    backup: 'src/backup/backup.ts',
    restore: 'src/backup/restore.ts',
    'rotate-secret': 'src/rotation/rotate-secret.ts',
    'audit-verify': 'src/audit/audit-verify.ts',
    'bench/bench': 'bench/bench.ts',
    'bench/api-server': 'bench/api-server.ts',
    'bench/bare-server': 'bench/bare-server.ts',
    'bench/modal-server': 'bench/modal-server.ts',
    'crash/crash': 'crash/crash.ts',
    'crash/stopped': 'crash/stopped.ts',
    'crash/backup': 'crash/backup.ts',
    'crash/audit': 'crash/audit.ts',
    'crash/modal': 'crash/modal.ts',
    'dev-modal/main': 'dev-modal/main.ts',
    'dev-modal/deploy-command': 'dev-modal/deploy-command.ts',
  },
  format: ['esm'],
  dts: false,
  clean: true,
  sourcemap: true,
  target: 'node24',
  external: ['autocannon', '@easel/modal-emulator'],
});
