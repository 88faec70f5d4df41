import { afterEach, describe, expect, test } from 'vitest';
import { SILENT, WALKED, type Walked } from './audit-walked.js';
import { WALKED_BY_PEOPLE } from './audit-walked-people.js';
import { contractRoutes } from './contract-routes.js';
import { FakeBackend } from './fake-backend.js';
import { startApp, type TestApp } from './harness.js';

const ALL: Record<string, Walked> = { ...WALKED, ...WALKED_BY_PEOPLE };
const changing = contractRoutes().filter(([, { method }]) => method !== 'GET');

let app: TestApp;
afterEach(() => app?.stop());

async function traces(): Promise<{ actions: string[]; events: number }> {
  const { read } = app.ctx.store;
  const rows = await read.selectFrom('audit').select(['action', 'outcome']).orderBy('seq').execute();
  const events = await read.selectFrom('events').select('id').execute();
  return { actions: rows.map(({ action, outcome }) => `${action} ${outcome}`), events: events.length };
}

test('every route that changes something is walked or has a reason, and no other is named', () => {
  const names = changing.map(([name]) => name);
  const known = [...Object.keys(ALL), ...Object.keys(SILENT)];
  // A new route is to be added above: to `audit-walked.ts`: with what it leaves, or with the reason for which it leaves nothing.
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => !names.includes(name))).toEqual([]);
  expect(new Set(known).size).toBe(known.length);
});

describe.each(changing.filter(([name]) => ALL[name]))('%s', (name, { method }) => {
  test('leaves an entry of the audit log, or an event of its task', async () => {
    const walked = ALL[name];
    if (!walked) throw new Error(`${name} is not walked`);
    app = await startApp(walked.options?.() ?? { backend: new FakeBackend().always({}) });
    const { path, body, headers = {} } = await walked.prepare(app);
    const before = await traces();
    const answer = await app.call(method, path, { headers, ...(body === undefined ? {} : { body }) });
    expect([path, answer.status < 300, answer.text]).toEqual([path, true, answer.text]);
    const after = await traces();
    const news = after.actions.slice(before.actions.length);
    if (walked.leaves === 'event') expect(after.events).toBeGreaterThan(before.events);
    else expect(news).toContain(`${walked.leaves} ok`);
  });
});
