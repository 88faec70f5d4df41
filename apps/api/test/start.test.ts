import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeBackup } from '../src/backup/make-backup.js';
import { forgetSecrets, readConfig } from '../src/config.js';
import { fixtureSettings, ROOT, TMP } from './harness.js';

const SERVER = join(ROOT, 'apps/api/dist/server.js');
let dir: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(TMP, 'easel-start-'));
  await writeFile(join(dir, 'settings.json'), JSON.stringify(fixtureSettings()));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(dir, { recursive: true, force: true });
});

/** Starts the built server. `ready` ends with its address, `ended` with its exit code and what it said. */
function startServer(env: Record<string, string> = {}, args: string[] = []) {
  const child = spawn(process.execPath, [SERVER, ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      EASEL_PORT: '0',
      EASEL_DATA_DIR: join(dir, 'data'),
      EASEL_SETTINGS: join(dir, 'settings.json'),
      ...env,
    },
  });
  children.push(child);
  let stdout = '';
  let stderr = '';
  const ready = Promise.withResolvers<string>();
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    const address = /Easel is ready at (\S+)/.exec(stdout)?.[1];
    if (address) ready.resolve(address);
  });
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, stderr: stderr.trim() });
      ready.reject(new Error(`ended before it was ready: ${stderr}`));
    });
  });
  ready.promise.catch(() => undefined);
  return { child, ready: ready.promise, ended, said: () => stdout };
}

/** One sentence for the operator: no stack, no second line. */
const expectSentence = (end: { code: number | null; stderr: string }, says: RegExp) => {
  expect(end.stderr).toMatch(says);
  expect(end.stderr).not.toMatch(/\n\s+at /);
  expect(end.code).toBe(1);
};

beforeAll(() => {
  if (!existsSync(SERVER)) throw new Error(`${SERVER} is missing. Build first: pnpm --filter @easel/api build`);
});

describe('the built server', () => {
  test('starts, answers, and stops cleanly when asked to', async () => {
    const server = startServer();
    const address = await server.ready;
    expect((await fetch(`${address}/v1/health`)).status).toBe(200);
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });

  test('a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expectSentence(
      await startServer({ EASEL_PORT: String(port) }).ended,
      new RegExp(`^Port ${port} is in use\\..*EASEL_PORT`),
    );
    other.close();
  });

  test('a data directory that cannot be one', async () => {
    await writeFile(join(dir, 'data'), 'a file');
    expectSentence(await startServer().ended, /cannot be written to .*EASEL_DATA_DIR\.$/);
  });

  test('a second process on the same data, while the first goes on', async () => {
    const first = startServer();
    const address = await first.ready;
    expectSentence(await startServer().ended, /^Another Easel is using .*EASEL_DATA_DIR\.$/);
    expect((await fetch(`${address}/v1/ready`)).status).toBe(200);
    first.child.kill('SIGKILL');
    await first.ended;
    const next = startServer();
    await next.ready;
  });

  test('a backup is restored by the start, into an empty data directory alone', async () => {
    const first = startServer();
    await first.ready;
    const into = join(dir, 'backups');
    const data_dir = join(dir, 'data');
    await makeBackup({ data_dir, secret_key: null, audit_dir: null }, { into, with_key: true, keep_going: false });
    first.child.kill('SIGTERM');
    await first.ended;
    const restored = ['--restore', into];
    expectSentence(await startServer({}, restored).ended, /^The data directory .* is not empty/);
    const next = startServer({ EASEL_DATA_DIR: join(dir, 'restored') }, restored);
    expect((await fetch(`${await next.ready}/v1/health`)).status).toBe(200);
    expectSentence(await startServer({}, ['--backup', into]).ended, /^Usage: npm start/);
    expectSentence(
      await startServer({ EASEL_DATA_DIR: join(dir, 'other') }, ['--restore', dir]).ended,
      /no whole backup/,
    );
  });

  test.each<[string, string | null, RegExp]>([
    ['no file', null, /^The settings file .* cannot be read \(ENOENT\)\.$/],
    ['no JSON', '{', /^The settings file .* is not valid JSON: /],
    ['no settings', '{"version":2}', /^inference_settings\.json has .*errors:\n {2}\S+: /],
  ])('broken settings: %s', async (_what, text, says) => {
    if (text === null) await rm(join(dir, 'settings.json'));
    else await writeFile(join(dir, 'settings.json'), text);
    expectSentence(await startServer().ended, says);
  });

  test('a data directory of a newer version', async () => {
    const server = startServer();
    await server.ready;
    server.child.kill('SIGTERM');
    await server.ended;
    const { default: Sqlite } = await import('better-sqlite3');
    const db = new Sqlite(join(dir, 'data/easel.db'));
    db.pragma('user_version = 99');
    db.close();
    expectSentence(await startServer().ended, /written by a newer Easel/);
  });
});

test.each([
  [{ EASEL_PORT: 'x' }, /EASEL_PORT must be a whole number from 0 to 65535, not "x"/],
  [{ EASEL_PORT: '70000' }, /EASEL_PORT/],
  [{ EASEL_HOST: '0.0.0.0' }, /only listens on this machine/],
  [{ EASEL_AUTH: 'none' }, /EASEL_AUTH/],
  [{ EASEL_AUTH: 'accounts', EASEL_HOST: '0.0.0.0' }, /EASEL_PUBLIC_URL/],
  [{ EASEL_OIDC_ISSUER: 'https://id.example' }, /EASEL_OIDC_CLIENT_ID/],
  [{ EASEL_PUBLIC_URL: 'ftp://x' }, /EASEL_PUBLIC_URL must be an http or https address/],
  [{ EASEL_WEBHOOK_HOSTS: 'receiver' }, /EASEL_WEBHOOK_HOSTS must be a list of host:port, not "receiver"/],
  [{ EASEL_WEBHOOK_HOSTS: 'http://receiver:80' }, /EASEL_WEBHOOK_HOSTS must be/],
  [{ EASEL_LEASE_S: '0' }, /EASEL_LEASE_S/],
])('a mistake in the environment is named: %j', (env, says) => {
  expect(() => readConfig(env)).toThrow(says);
});

test('secrets do not stay where children would inherit them', () => {
  const env = { EASEL_SECRET_KEY: 'x'.repeat(16), MODAL_TOKEN_ID: 'ak-1', MODAL_TOKEN_SECRET: 'as-1', PATH: '/bin' };
  const config = readConfig(env);
  forgetSecrets(env);
  expect(env).toEqual({ PATH: '/bin' });
  expect(config).toMatchObject({ secret_key: 'x'.repeat(16), modal: { token_id: 'ak-1', token_secret: 'as-1' } });
});

test('empty variables count as not set', () => {
  expect(readConfig({ EASEL_PORT: '', EASEL_HOST: '', EASEL_ORIGINS: ' , ' })).toMatchObject({
    port: 4100,
    host: '127.0.0.1',
    origins: [],
  });
});

describe('with accounts', () => {
  const env = { EASEL_AUTH: 'accounts', EASEL_LOG_LEVEL: 'trace' };
  const LINK = /http:\/\/127\.0\.0\.1:\d+\/admin\/setup#token=([\w-]{43})\n/;

  /** The token of the link that a server prints, once it has. */
  async function tokenOf({ ready, said }: ReturnType<typeof startServer>): Promise<{ url: string; token: string }> {
    const url = await ready;
    for (;;) {
      const token = LINK.exec(said())?.[1];
      if (token !== undefined) return { url, token };
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  const post = (url: string, body: object) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const person = { name: 'Grace', email: 'grace@example.org', password: 'a long password' };

  test('each start prints a link for the first administrator, until there is one', async () => {
    const first = startServer(env);
    const old = await tokenOf(first);
    first.child.kill('SIGTERM');
    await first.ended;
    const second = startServer(env);
    const { url, token } = await tokenOf(second);
    expect((await post(`${url}/v1/setup`, { ...person, token: old.token })).status).toBe(410);
    expect((await post(`${url}/v1/setup`, { ...person, token })).status).toBe(201);
    expect((await post(`${url}/v1/setup`, { ...person, token })).status).toBe(410);
    const { email, password } = person;
    const signedIn = await post(`${url}/v1/auth/sign-in/email`, { email, password });
    expect([signedIn.status, signedIn.headers.getSetCookie()[0]]).toEqual([
      200,
      expect.stringMatching(/^easel\.session=/),
    ]);
    second.child.kill('SIGTERM');
    await second.ended;
    // In the line for people, and in no line of the log.
    expect(
      second
        .said()
        .split('\n')
        .filter((line) => line.includes(token)),
    ).toHaveLength(1);
    expect(second.said()).not.toContain(password);
    const third = startServer(env);
    const address = await third.ready;
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const session = await (await fetch(`${address}/v1/session`, { headers: { cookie } })).json();
    expect(session).toMatchObject({ user: { name: 'Grace', role: 'admin' }, setup_needed: false });
    expect(third.said()).not.toContain('#token=');
  });
});
