import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '@easel/contracts';
import { buildApp } from '../src/app.js';
import { readConfig } from '../src/config.js';
import { createContext } from '../src/create-context.js';
import { newId } from '../src/ids.js';
import { createLog } from '../src/log.js';
import { hashPassword, writePassword } from '../src/user/password.js';
import { type Figure, median } from './figures.js';
import { createNullBackend } from './null-backend.js';
import { ROOT, scratch } from './processes.js';

const SAMPLES = 150;
const WARM_UP = 10;

/** The shipped settings, with one address that may try as often as it likes. */
function settingsFile(dir: string): string {
  const settings: Settings = JSON.parse(readFileSync(join(ROOT, 'inference_settings.json'), 'utf8'));
  const auth_per_minute = 1_000_000;
  const file = join(dir, 'settings.json');
  writeFileSync(file, JSON.stringify({ ...settings, limits: { ...settings.limits, rates: { auth_per_minute } } }));
  return file;
}

/** Whether the time of a refusal tells that somebody has an account. */
export async function signInFigures(): Promise<Figure[]> {
  const dir = scratch();
  const EASEL_DATA_DIR = join(dir, 'data');
  mkdirSync(EASEL_DATA_DIR);
  const env = { EASEL_DATA_DIR, EASEL_AUTH: 'accounts', EASEL_SETTINGS: settingsFile(dir) };
  const { ctx, close } = await createContext(readConfig(env), {
    log: createLog('silent'),
    backends: [createNullBackend(1)],
  });
  const app = await buildApp(ctx);
  const hash = await hashPassword('the right password');
  const known = Array.from({ length: SAMPLES + WARM_UP }, (_, n) => `known${n}@example.org`);
  await ctx.store.write(async (tx) => {
    for (const email of known) {
      const id = newId('user');
      const made = { id, name: email, email, email_verified: 1, created_at: new Date().toISOString() };
      await tx.db
        .insertInto('users')
        .values({ ...made, role: 'member' })
        .execute();
      await writePassword(tx, id, hash);
    }
  });
  const refuse = async (email: string): Promise<number> => {
    const began = performance.now();
    const payload = { email, password: 'not the right password' };
    const answer = await app.inject({ method: 'POST', url: '/v1/auth/sign-in/email', payload });
    if (answer.statusCode !== 401) throw new Error(`${email}: ${answer.statusCode} ${answer.body}`);
    return performance.now() - began;
  };
  const times: { there: number; not: number }[] = [];
  for (const [n, email] of known.entries()) {
    const unknown = `unknown${n}@example.org`;
    // In turns, so that neither is always the one that comes after the other.
    const [first, second] = n % 2 === 0 ? [email, unknown] : [unknown, email];
    const [a, b] = [await refuse(first), await refuse(second)];
    times.push(n % 2 === 0 ? { there: a, not: b } : { there: b, not: a });
  }
  await app.close();
  await close();
  const there = median(times.slice(WARM_UP).map((time) => time.there));
  const not = median(times.slice(WARM_UP).map((time) => time.not));
  return [
    {
      name: 'sign-in: refusal of a known person against an unknown one',
      value: Math.abs(there / not - 1) * 100,
      limit: 10,
      unit: '%',
      note: `medians of ${SAMPLES}: ${there.toFixed(1)} and ${not.toFixed(1)} ms`,
    },
  ];
}
