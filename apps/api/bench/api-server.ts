import { buildApp } from '../src/app.js';
import { readConfig } from '../src/config.js';
import { createContext } from '../src/create-context.js';
import { createLog } from '../src/log.js';
import { createNullBackend } from './null-backend.js';

/** The real API on a free port, with a backend that does nothing. */
const config = { ...readConfig(process.env), port: 0 };
const { ctx, close } = await createContext(config, {
  log: createLog('error'),
  backends: [createNullBackend(1)],
});
const app = await buildApp(ctx);
const commits = { commits: 0, creates: 0 };
ctx.store.onCommit((events) => {
  const creates = events.filter((event) => event.version === 1).length;
  if (creates === 0) return;
  commits.commits += 1;
  commits.creates += creates;
});
app.get('/bench/commits', async () => commits);
await app.listen({ port: 0, host: '127.0.0.1' });
console.log(app.listeningOrigin);
process.on('SIGTERM', () => {
  void app
    .close()
    .then(close)
    .then(() => process.exit(0));
});
