import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../test/harness.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

test('while nobody signs in there is the local owner alone, and it stays an administrator', async () => {
  const { body } = await app.call('GET', '/v1/admin/users');
  expect(body.items).toMatchObject([{ id: app.ctx.local_owner_id, email: null, role: 'admin', sessions: 0 }]);
  const path = `/v1/admin/users/${app.ctx.local_owner_id}`;
  for (const change of [{ role: 'member' }, { disabled: true }]) {
    expect((await app.call('PATCH', path, { body: change })).status).toBe(409);
  }
  expect((await app.call('PATCH', path, { body: { queue_max: 7 } })).body.queue_max).toBe(7);
  expect((await app.call('GET', '/v1/account/sessions')).body).toEqual({ items: [] });
});

test('what needs sign-in says how to get it', async () => {
  const invited = await app.call('POST', '/v1/admin/invitations', { body: { email: 'a@b.org', role: 'member' } });
  expect([invited.status, invited.body.code]).toEqual([409, 'conflict']);
  expect(invited.body.detail).toMatch(/EASEL_AUTH=accounts/);
  const link = await app.call('POST', `/v1/admin/users/${app.ctx.local_owner_id}/password-link`);
  expect(link.status).toBe(409);
  const body = { current_password: 'x', new_password: 'a long password' };
  expect((await app.call('PUT', '/v1/account/password', { body })).status).toBe(409);
  const signIn = await app.call('POST', '/v1/auth/sign-in/email', { body: { email: 'a@b.org', password: 'x' } });
  expect(signIn.status).toBe(404);
});
