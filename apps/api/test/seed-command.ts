import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SYSTEM } from '../src/audit/record-audit.js';
import { insertBackend } from '../src/backend/add-backend.js';
import { addBackendEvent, changeBackend } from '../src/backend/backend.repository.js';
import { createCredentialBox } from '../src/backend/credentials.js';
import { readConfig } from '../src/config.js';
import { readSettings } from '../src/create-context.js';
import { openStore, type Store } from '../src/db/store.js';
import { lockDataDir } from '../src/instance-lock.js';
import { loadSecretKey } from '../src/secret-key.js';
import { ensureLocalOwner } from '../src/user/local-owner.js';
import { seedTasks } from './seed.js';

/**
 * `node dist/seed.js --data <dir> --tasks 50000`: fills a data directory that no process uses, for tests and figures.
 * Two backends are added: what their tokens are worth decides whoever answers at MODAL_SERVER_URL.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    tasks: { type: 'string', default: '50000' },
    users: { type: 'string', default: '20' },
    keys: { type: 'string', default: '30' },
    pending: { type: 'string', default: '0' },
    days: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    /** Token id and secret of the backend that is well, parted by a colon. */
    good: { type: 'string', default: 'ak-emulated-one:as-emulated-one' },
    /** The same of the one that is sick. */
    sick: { type: 'string', default: 'ak-emulated-sick:as-refused' },
  },
});
if (!values.data) throw new Error('--data must name a data directory');
const config = readConfig({ ...process.env, EASEL_DATA_DIR: values.data });
mkdirSync(config.data_dir, { recursive: true, mode: 0o700 });
const unlock = lockDataDir(config.data_dir);
const settings = readSettings(config.settings_file);
const box = createCredentialBox(loadSecretKey(config));

async function addWorkspace(store: Store, label: string, token: string, refused: boolean) {
  const [token_id = '', token_secret = ''] = token.split(':');
  return store.write(async (tx) => {
    const row = await insertBackend({ credentials: box }, tx, SYSTEM, { kind: 'modal', label, token_id, token_secret });
    if (refused) {
      const at = new Date().toISOString();
      const problems = ['The token was refused. Give the backend one that works.'];
      const check = {
        at,
        ok: false,
        latency_ms: null,
        credentials: 'invalid',
        worker_version: null,
        models: [],
        problems,
      };
      await changeBackend(tx, row.id, { last_check: JSON.stringify(check) });
      await addBackendEvent(tx, row.id, 'check_failed', problems.join(' '));
    }
    return { id: row.id, label };
  });
}

const started = performance.now();
const store = openStore(join(config.data_dir, 'easel.db'));
await ensureLocalOwner(store);
const backends = [
  await addWorkspace(store, 'studio-a', values.good, false),
  await addWorkspace(store, 'studio-b', values.sick, true),
];
const { owners } = await seedTasks(store, {
  settings,
  tasks: Number(values.tasks),
  users: Number(values.users),
  keys: Number(values.keys),
  pending: Number(values.pending),
  days: Number(values.days),
  seed: Number(values.seed),
  backends: [...backends, { id: 'embedded', label: 'This machine' }],
});
await store.close();
unlock();
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${values.tasks} tasks of ${owners.length} people in ${seconds} s, in ${config.data_dir}`);
