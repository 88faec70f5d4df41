import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Sqlite from 'better-sqlite3';
import { verifyOffline } from '../src/audit/verify-offline.js';
import { pause, type Running, startServer } from './server-process.js';

/**
 * Kills the server again and again while changes are written to the audit log; then checks that the log has no gap, that
 * every signed head holds, and that each change which was acknowledged has its entry.
 */
const { values } = parseArgs({ options: { kills: { type: 'string', default: '100' } } });
const kills = Number(values.kills);
const CLIENTS = 6;

const dataDir = mkdtempSync(join(tmpdir(), 'easel-crash-audit-'));
const place = { data_dir: dataDir, secret_key: null, audit_dir: null };
const acknowledged: string[] = [];
const wrong: string[] = [];

/** Changes a weight until the server is gone. */
async function change(server: Running, name: string): Promise<void> {
  for (let i = 0; ; i += 1) {
    const request_id = `${name}-${i}`;
    try {
      const answer = await fetch(`${server.url}/v1/admin/backends/embedded`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'x-request-id': request_id },
        body: JSON.stringify({ weight: 1 + (i % 9) }),
      });
      if (answer.status === 200) acknowledged.push(request_id);
      else wrong.push(`${request_id} was answered with ${answer.status}`);
      await answer.arrayBuffer();
    } catch {
      return;
    }
  }
}

async function check(when: string): Promise<number> {
  const { problem, entries } = await verifyOffline(place, {});
  if (problem) wrong.push(`${when}: ${problem.message}`);
  return entries;
}

for (let round = 0; round < kills && wrong.length === 0; round += 1) {
  const server = await startServer(dataDir);
  const clients = Array.from({ length: CLIENTS }, (_, client) => change(server, `r${round}-c${client}`));
  await pause(50 + Math.random() * 450);
  server.child.kill('SIGKILL');
  await server.ended;
  await Promise.all(clients);
  const entries = await check(`after kill ${round + 1}`);
  if (round % 10 === 9) console.log(`${round + 1} kills, ${entries} entries, ${acknowledged.length} acknowledged`);
}

const last = await startServer(dataDir);
last.child.kill('SIGTERM');
await last.ended;
const entries = await check('after a clean stop');
const db = new Sqlite(join(dataDir, 'easel.db'), { readonly: true });
const told = new Set(
  db
    .prepare<[], { request_id: string }>('select request_id from audit where request_id is not null')
    .all()
    .map((row) => row.request_id),
);
db.close();
const missing = acknowledged.filter((id) => !told.has(id));
if (missing.length > 0) wrong.push(`${missing.length} acknowledged changes have no entry, for example ${missing[0]}`);
if (acknowledged.length < kills) wrong.push(`only ${acknowledged.length} changes were acknowledged: that is no load`);
console.log(`${kills} kills, ${entries} entries, ${acknowledged.length} changes acknowledged.`);
for (const line of wrong) console.error(`wrong: ${line}`);
if (wrong.length === 0) rmSync(dataDir, { recursive: true, force: true });
else console.error(`The data is kept in ${dataDir}.`);
console.log(wrong.length === 0 ? 'No gap, and every head holds.' : `${wrong.length} wrong.`);
process.exit(wrong.length === 0 ? 0 : 1);
