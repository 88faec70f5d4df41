import type { Settings } from '@easel/contracts';
import { makeSetupToken } from '../src/user/setup.js';
import { type Answer, fixtureSettings, type StartOptions, startApp, type TestApp } from './harness.js';

export interface Person {
  id: string;
  name: string;
  email: string;
  password: string;
  role: 'admin' | 'member';
  /** What the browser sends: `easel.session=…`. */
  cookie: string;
  /** The same as headers of a call, from a page of ours. */
  headers: { cookie: string; host: string; origin: string };
  /** Calls as this person. */
  call: TestApp['call'];
}

export interface People {
  app: TestApp;
  settings: Settings;
  admin: Person;
  /** Two members who have nothing to do with each other. */
  ada: Person;
  bob: Person;
}

const HOST = '127.0.0.1';

type Who = Pick<Person, 'name' | 'email' | 'password'>;

const expected = (answer: Answer, status: number): Answer => {
  if (answer.status !== status) throw new Error(`${answer.status}, not ${status}: ${answer.text}`);
  return answer;
};

/** The cookie that an answer sets, as a browser would send it. */
export function cookieOf(answer: Answer): string {
  const set = [answer.headers['set-cookie'] ?? []].flat();
  const cookie = set.find((text) => text.includes('.session='))?.split(';')[0];
  if (cookie === undefined) throw new Error(`no session in ${JSON.stringify(set)}`);
  return cookie;
}

/** Signs somebody in, like a browser that has no cookie yet. */
export async function signIn(app: TestApp, { email, password }: Pick<Who, 'email' | 'password'>): Promise<string> {
  const answer = await app.call('POST', '/v1/auth/sign-in/email', { body: { email, password } });
  return cookieOf(expected(answer, 200));
}

async function person(app: TestApp, who: Who): Promise<Person> {
  const cookie = await signIn(app, who);
  const headers = { cookie, host: HOST, origin: `http://${HOST}` };
  const call: Person['call'] = (method, path, options = {}) =>
    app.call(method, path, { ...options, headers: { ...headers, ...options.headers } });
  const { user } = expected(await call('GET', '/v1/session'), 200).body;
  return { ...who, id: user.id, role: user.role, cookie, headers, call };
}

/** The first administrator of an app without one, signed in. */
export async function setUp(app: TestApp, who: Who): Promise<Person> {
  const token = await makeSetupToken(app.ctx);
  if (token === null) throw new Error('there is an administrator already');
  expected(await app.call('POST', '/v1/setup', { body: { token, ...who } }), 201);
  return person(app, who);
}

/** Somebody who was invited and joined, signed in. */
export async function join(admin: Person, app: TestApp, who: Who, role: Person['role'] = 'member'): Promise<Person> {
  const { email, name, password } = who;
  const invited = await admin.call('POST', '/v1/admin/invitations', { body: { email, role } });
  const token = expected(invited, 201).body.url.split('#token=')[1];
  expected(await app.call('POST', '/v1/invitations/accept', { body: { token, name, password } }), 201);
  return person(app, who);
}

/** The fixture settings for tests in which one address sends what comes from many: requests without sign-in are not limited. */
export function crowdedSettings() {
  const settings = fixtureSettings();
  settings.limits.rates = { ...settings.limits.rates, auth_per_minute: 100_000 };
  return settings;
}

/** The real application with sign-in: an administrator and two members, each signed in. */
export async function startWithPeople(options: StartOptions = {}): Promise<People> {
  const app = await startApp({
    settings: crowdedSettings(),
    ...options,
    config: { auth: 'accounts', ...options.config },
  });
  const password = 'correct horse battery';
  const admin = await setUp(app, { name: 'Grace', email: 'grace@example.org', password: `grace ${password}` });
  const ada = await join(admin, app, { name: 'Ada', email: 'ada@example.org', password: `ada ${password}` });
  const bob = await join(admin, app, { name: 'Bob', email: 'bob@example.org', password: `bob ${password}` });
  return { app, settings: app.settings, admin, ada, bob };
}
