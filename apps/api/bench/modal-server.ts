import { monitorEventLoopDelay } from 'node:perf_hooks';
import { buildApp } from '../src/app.js';
import { readConfig } from '../src/config.js';
import { createContext } from '../src/create-context.js';
import { createLog } from '../src/log.js';

/** The real API with its real backends on a free port; it also tells how long its event loop was held up. */
const delay = monitorEventLoopDelay({ resolution: 5 });
const config = { ...readConfig(process.env), port: 0 };
const { ctx, close } = await createContext(config, { log: createLog('error') });
const app = await buildApp(ctx);
app.get('/bench/loop', async () => {
  const p99_ms = delay.percentile(99) / 1e6;
  delay.reset();
  return { p99_ms };
});
// What is held, once what is over has been cleared away.
app.get('/bench/held', async () => {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return { mib: (heapUsed + external) / 1024 / 1024 };
});
await app.listen({ port: 0, host: '127.0.0.1' });
delay.enable();
console.log(app.listeningOrigin);
process.on('SIGTERM', () => {
  void app
    .close()
    .then(close)
    .then(() => process.exit(0));
});
