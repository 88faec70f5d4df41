import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract, parseSettings, type Settings, SettingsError } from '@easel/contracts';
import type { FastifyBaseLogger } from 'fastify';
import { createUrlSigner } from './asset/signed-url.js';
import { createAudit } from './audit/audit.js';
import { recordAudit, SYSTEM } from './audit/record-audit.js';
import type { Backend } from './backend/backend.js';
import { keepHappenings } from './backend/backend-history.js';
import { createBackends } from './backend/backends.js';
import type { CreateModal } from './backend/connect-backend.js';
import { createCredentialBox } from './backend/credentials.js';
import { failOrphanedDeploys } from './backend/deploy/deploy.repository.js';
import { createDeployer } from './backend/deploy/deployer.js';
import { createEmbeddedBackend } from './backend/embedded/embedded-backend.js';
import { loadEngine } from './backend/embedded/load-engine.js';
import { ensureFirstBackend } from './backend/first-backend.js';
import { endDrains, keepChecking, loadBackends } from './backend/load-backends.js';
import { createModalBackend } from './backend/modal/modal-backend.js';
import { refuseHalfRestored } from './backup/empty-dir.js';
import { type Config, StartError } from './config.js';
import type { Context } from './context.js';
import { createCrashPoints } from './crash-points.js';
import { openStore } from './db/store.js';
import { createEventHub } from './event/event-hub.js';
import { noteStart } from './installation/settings-starts.js';
import { lockDataDir } from './instance-lock.js';
import { createKeys } from './key/keys.js';
import { createRateLimits } from './limit/rate-limits.js';
import { createModelSwitches } from './model/model-switches.js';
import { applyRetention } from './retention/apply.js';
import { loadSecretKey } from './secret-key.js';
import { createLocalStorage } from './storage/local-storage.js';
import { readDispatchPaused } from './task/dispatch-pause.js';
import { createLiveTasks } from './task/live-tasks.js';
import { purge } from './task/purge-tasks.js';
import { leaveTasks, recoverLateAttempts, recoverTasks } from './task/recover-tasks.js';
import { createRunner } from './task/runner.js';
import { createTaskRenderer } from './task/task-renderer.js';
import { createAccounts } from './user/accounts.js';
import { ensureLocalOwner, localCaller } from './user/local-owner.js';
import { createRevocations } from './user/revocations.js';
import { sweepSignIns } from './user/sweep-sign-ins.js';
import { VERSION } from './version.js';
import { purgeDeliveries } from './webhook/purge-deliveries.js';
import { createWebhooks, type WebhookSetup } from './webhook/webhooks.js';

const PURGE_EVERY_MS = 10 * 60 * 1000;

/** Reads the settings file, or says in one sentence what is wrong. */
export function readSettings(file: string): Settings {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartError(`The settings file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  try {
    return parseSettings(JSON.parse(text));
  } catch (error) {
    if (error instanceof SettingsError) throw new StartError(error.message);
    throw new StartError(`The settings file ${file} is not valid JSON: ${(error as Error).message}`);
  }
}

let contractText: string | undefined;

/** Names the promise that this process keeps: contract and settings. */
export function hashContract(settings: Settings): string {
  // The contract never changes, and to write it out is most of the work.
  contractText ??= JSON.stringify(contract, (_key, value) => (typeof value === 'symbol' ? String(value) : value));
  const promise = `[${contractText},${JSON.stringify(settings)}]`;
  return createHash('sha256').update(promise).digest('hex').slice(0, 16);
}

interface Parts {
  log: FastifyBaseLogger;
  /** Backends other than the embedded engine: given by tests. */
  backends?: Backend[];
  /** What makes the backend of a workspace: given by tests. */
  createModal?: CreateModal;
  /** Clock and look-up of webhooks: given by tests. */
  webhooks?: WebhookSetup;
}

/** Builds everything a process needs, and what undoes it. The only place where adapters are constructed. */
export async function createContext(
  config: Config,
  parts: Parts,
): Promise<{ ctx: Context; close: () => Promise<void> }> {
  const settings = readSettings(config.settings_file);
  refuseHalfRestored(config.data_dir);
  const unlock = lockDataDir(config.data_dir);
  const store = openStore(join(config.data_dir, 'easel.db'));
  const storage = await createLocalStorage(config.data_dir);
  const hub = createEventHub();
  store.onCommit((events) => {
    for (const event of events) {
      hub.publish({ kind: 'stored', owner_id: event.owner_id, task_id: event.task_id, event });
    }
  });
  const backends = createBackends({
    models: Object.keys(settings.models),
    out_of_sight_ms: config.patience.out_of_sight_ms,
  });
  for (const backend of parts.backends ?? [createEmbeddedBackend(settings, loadEngine(config))]) backends.add(backend);
  const secretKey = loadSecretKey(config);
  const urls = createUrlSigner({ key: secretKey, public_url: config.public_url });
  const live = createLiveTasks();
  const runner = createRunner(() => ctx);
  const local_owner_id = await ensureLocalOwner(store);
  const revocations = createRevocations();
  const ctx: Context = {
    config,
    settings,
    settings_start: await noteStart(store, settings),
    contract_hash: hashContract(settings),
    instance_id: randomUUID(),
    local_owner_id,
    local_caller: localCaller(local_owner_id),
    audit: await createAudit({ config, store, secretKey, log: parts.log }),
    accounts: createAccounts({ config, store, secretKey, revocations, log: parts.log }),
    keys: createKeys({ store, log: parts.log }),
    limits: createRateLimits(settings.limits),
    revocations,
    log: parts.log,
    store,
    storage,
    urls,
    hub,
    live,
    renderer: createTaskRenderer({ urls, live }),
    backends,
    model_switches: await createModelSwitches(store),
    modals: new Map(),
    createModal: parts.createModal ?? createModalBackend,
    credentials: createCredentialBox(secretKey),
    webhooks: createWebhooks({
      ...{ store, urls, live, secretKey, log: parts.log, allowed_hosts: config.webhook_hosts },
      ...parts.webhooks,
    }),
    deployer: createDeployer(() => ctx),
    runner,
    crash: createCrashPoints(config.crash_at),
    closing: new AbortController(),
  };
  const { contract_hash: contract } = ctx;
  await store.write((tx) =>
    recordAudit(tx, { ...SYSTEM, action: 'system.start', after: { version: VERSION, contract } }),
  );
  await ctx.audit.heads.sign();
  await failOrphanedDeploys(ctx);
  await ensureFirstBackend(ctx, secretKey);
  await loadBackends(ctx);
  const stopHistory = keepHappenings(ctx);
  backends.setDispatchPaused(await readDispatchPaused(ctx));
  const { adopted, requeued } = await recoverTasks(ctx);
  const late = await recoverLateAttempts(ctx);
  if (adopted.length + requeued > 0) {
    ctx.log.info({ adopted: adopted.length, requeued, late: late.length }, 'tasks of the last process go on');
  }
  runner.start([...adopted, ...late]);
  await ctx.webhooks.dispatcher.start();
  await endDrains(ctx);
  await ctx.deployer.retire();
  const stopChecking = keepChecking(ctx);
  const sweepAll = async () => {
    await applyRetention(ctx);
    await purge(ctx);
    await purgeDeliveries(ctx);
    await sweepSignIns(ctx);
  };
  const sweep = () => void sweepAll().catch((error: unknown) => ctx.log.warn({ err: error }, 'purge failed'));
  const firstSweep = setTimeout(sweep, 5_000).unref();
  const sweeping = setInterval(sweep, PURGE_EVERY_MS).unref();
  const close = async () => {
    clearTimeout(firstSweep);
    clearInterval(sweeping);
    stopChecking();
    ctx.closing.abort();
    await ctx.webhooks.close();
    await ctx.deployer.close();
    await runner.stop(config.shutdown_s * 800);
    await leaveTasks(ctx);
    await ctx.backends.close();
    await stopHistory();
    await ctx.audit.close();
    await store.close();
    unlock();
  };
  return { ctx, close };
}
