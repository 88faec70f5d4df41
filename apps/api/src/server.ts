import { buildApp } from './app.js';
import { type Config, forgetSecrets, readConfig, StartError } from './config.js';
import { createContext } from './create-context.js';
import { createLog } from './log.js';
import { linkUrl } from './user/link-url.js';
import { makeSetupToken } from './user/setup.js';

/** `--restore <backup>`: puts a backup into the empty data directory before anything else is done. */
async function restoreIfAsked(config: Config, args: string[]): Promise<void> {
  const [flag, backup, ...more] = args;
  if (flag === undefined) return;
  if (flag !== '--restore' || backup === undefined || more.length > 0) {
    throw new StartError('Usage: npm start [-- --restore <backup>]');
  }
  const { restoreBackup } = await import('./backup/restore-backup.js');
  const { restoredText } = await import('./backup/restored-text.js');
  console.log(restoredText(await restoreBackup(config, backup), config.data_dir));
}

/** Starts the process: listens, says where, and stops cleanly when asked to. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  forgetSecrets(process.env);
  await restoreIfAsked(config, process.argv.slice(2));
  const log = createLog(config.log_level);
  const { ctx, close } = await createContext(config, { log });
  const app = await buildApp(ctx);
  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (error) {
    await close();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new StartError(`Port ${config.port} is in use. Stop what uses it, or set EASEL_PORT.`);
    }
    if (code === 'EACCES') throw new StartError(`Port ${config.port} is not allowed. Set EASEL_PORT to 1024 or more.`);
    throw error;
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  console.log(`Easel is ready at http://${host}:${port} (console: http://${host}:${port}/admin)`);
  const setup = await makeSetupToken(ctx);
  if (setup !== null) {
    const url = linkUrl(config.public_url ?? `http://${host}:${port}`, '/admin/setup', setup);
    console.log(`Make the first administrator with this link, which works once and for 24 hours: ${url}`);
  }
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    const giveUp = setTimeout(() => process.exit(1), config.shutdown_s * 1000 + 2000);
    ctx.closing.abort();
    app
      .close()
      .then(close)
      .then(() => {
        clearTimeout(giveUp);
        process.exit(0);
      })
      .catch((error: unknown) => {
        log.error({ err: error }, 'the stop was not clean');
        process.exit(1);
      });
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}

main().catch((error: unknown) => {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
});
