import { afterAll, beforeAll, expect, test } from 'vitest';
import { type People, startWithPeople } from '../../test/people.js';

let people: People;
beforeAll(async () => {
  people = await startWithPeople();
});
afterAll(() => people.app.stop());

test('a session is told as it is', async () => {
  const { ada, app } = people;
  const { status, body } = await ada.call('GET', '/v1/session');
  expect(status).toBe(200);
  expect(body).toEqual({
    auth: 'accounts',
    user: { id: ada.id, name: 'Ada', role: 'member', email: 'ada@example.org' },
    sign_in: { password: true, oidc: null },
    setup_needed: false,
  });
  expect((await app.call('GET', '/v1/session')).body.user).toBeNull();
});
