import { type RouteMetadata, SCOPES, type Scope } from '@easel/contracts';
import type { AppRoute } from '@ts-rest/core';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, type Things } from './access-entries.js';
import { thingsOf } from './access-things.js';
import { contractRoutes } from './contract-routes.js';
import { FakeBackend } from './fake-backend.js';
import type { Answer } from './harness.js';
import { type People, type Person, signIn, startWithPeople } from './people.js';
import { type Receiver, startReceiver } from './webhook-receiver.js';

let people: People;
let receiver: Receiver;
/** What Ada has; Bob is the other one. */
let things: Things;
const keys: Record<string, string> = {};
let ended: string;

type Headers = Record<string, string>;
const routes = contractRoutes();
// The contract's own test says that every route has metadata of this type.
const metadataOf = (route: AppRoute) => route.metadata as RouteMetadata;

const byKey = (secret: string): Headers => ({ authorization: `Bearer ${secret}` });
const allBut = (scope: Scope) => SCOPES.filter((each) => each !== scope);

async function createKey(person: Person, body: object): Promise<{ id: string; secret: string }> {
  const answer = await person.call('POST', '/v1/keys', { body });
  if (answer.status !== 201) throw new Error(`no key: ${answer.text}`);
  return answer.body;
}

/** Cookies of somebody who signed in elsewhere and was signed out there. */
async function endedSession(person: Person): Promise<string> {
  const cookie = await signIn(people.app, person);
  const { status } = await people.app.call('DELETE', '/v1/account/sessions', { headers: person.headers });
  if (status !== 200) throw new Error(`the other session did not end: ${status}`);
  return cookie;
}

beforeAll(async () => {
  receiver = await startReceiver();
  people = await startWithPeople({
    backend: new FakeBackend().expect({}),
    config: { webhook_hosts: [receiver.host] },
  });
  things = await thingsOf(people.ada, receiver.url);
  for (const scope of SCOPES) {
    keys[scope] = (await createKey(people.admin, { name: `all but ${scope}`, scopes: allBut(scope) })).secret;
  }
  const { id, secret } = await createKey(people.admin, { name: 'of yesterday', scopes: [...SCOPES] });
  keys.expired = secret;
  const expires_at = new Date(Date.now() - 1000).toISOString();
  await people.app.ctx.store.write((tx) =>
    tx.db.updateTable('keys').set({ expires_at }).where('id', '=', id).execute(),
  );
  ended = await endedSession(people.ada);
});
afterAll(async () => {
  await people.app.stop();
  await receiver.down();
});

/** Everything that is stored but what tells of the asking itself. */
async function stateOf(): Promise<string> {
  const { read } = people.app.ctx.store;
  const { rows: tables } = await sql<{ name: string }>`
    select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not in ('audit')
  `.execute(read);
  const rows = await Promise.all(
    tables.map(async ({ name }) => [name, (await sql`select * from ${sql.table(name)}`.execute(read)).rows]),
  );
  return JSON.stringify(rows, (name, value) => (name === 'last_used_at' ? undefined : value));
}

const UNKNOWN = '0'.repeat(26);
const idOf = (entry: { id?: keyof Things }) => (entry.id ? things[entry.id] : undefined);

function pathOf(route: AppRoute, id: string | undefined): string {
  return route.path.replace(':id', id ?? UNKNOWN).replace(/:[a-z_]+/g, UNKNOWN);
}

async function ask(name: string, route: AppRoute, headers: Headers, id?: string): Promise<Answer> {
  const { body = {} } = ENTRIES[name] ?? {};
  const takesBody = 'body' in route && route.body !== undefined && typeof route.body !== 'symbol';
  return people.app.call(route.method, pathOf(route, id), {
    headers: { host: '127.0.0.1', ...(headers.cookie ? { origin: 'http://127.0.0.1' } : {}), ...headers },
    ...(takesBody ? { body } : {}),
  });
}

const refusal = ({ status, body }: Answer) => [status, body?.code];

test('every route of the contract has an entry, and no entry is left over', () => {
  expect(Object.keys(ENTRIES).sort()).toEqual(routes.map(([name]) => name).sort());
});

describe.each(routes)('%s', (name, route) => {
  const { auth, scope } = metadataOf(route);
  const entry = ENTRIES[name] ?? {};

  test('is refused to whom it must be, and nothing changes', async () => {
    const before = await stateOf();
    const id = idOf(entry);
    const isPublic = auth === 'public';
    if (isPublic) {
      for (const headers of [{}, { cookie: ended }]) {
        expect([401, 403]).not.toContain((await ask(name, route, headers, id)).status);
      }
    } else {
      expect(refusal(await ask(name, route, {}, id))).toEqual([401, 'session_required']);
      expect(refusal(await ask(name, route, { cookie: ended }, id))).toEqual([401, 'session_expired']);
      const lacking = scope === 'session' || scope === undefined ? keys.admin : keys[scope];
      expect(refusal(await ask(name, route, byKey(lacking ?? ''), id))).toEqual([403, 'forbidden']);
    }
    expect(refusal(await ask(name, route, byKey(keys.expired ?? ''), id))).toEqual([401, 'invalid_api_key']);
    if (auth === 'admin') {
      for (const { cookie } of [people.ada, people.bob]) {
        expect(refusal(await ask(name, route, { cookie }, id))).toEqual([403, 'forbidden']);
      }
    }
    expect(await stateOf()).toBe(before);
  });

  test("another one's things are like none, to the byte", async () => {
    const id = idOf(entry);
    if (auth === 'admin') return;
    if (id === undefined) {
      // What has no owner, or is found by a name that is everybody's.
      expect(route.path.includes(':id') && !route.path.startsWith('/v1/models')).toBe(false);
      return;
    }
    const before = await stateOf();
    const { cookie } = people.bob;
    const foreign = await ask(name, route, { cookie }, id);
    const missing = await ask(name, route, { cookie }, `${id.slice(0, -26)}${UNKNOWN}`);
    expect(foreign.status).toBe(404);
    const plain = (answer: Answer, own: string) =>
      answer.text.replaceAll(own, 'ID').replaceAll(answer.body.request_id, 'REQUEST');
    expect(plain(foreign, id)).toBe(plain(missing, `${id.slice(0, -26)}${UNKNOWN}`));
    expect(await stateOf()).toBe(before);
  });

  test('is open to whom it is meant for', async () => {
    if (auth === 'public' || entry.stream) return;
    const { headers } = auth === 'admin' ? people.admin : people.bob;
    // By an id that nobody has and a body that says nothing: whether it is allowed is told before.
    const answer = await people.app.call(route.method, pathOf(route, undefined), {
      headers,
      ...('body' in route && route.body !== undefined && typeof route.body !== 'symbol'
        ? { body: { no_such: 1 } }
        : {}),
    });
    expect([401, 403, 500]).not.toContain(answer.status);
  });
});
