import type { AuditAction, Task } from '@easel/contracts';
import { expect } from 'vitest';
import { expectedDeployment } from '../src/backend/deploy/deployment.js';
import { FakeBackend } from './fake-backend.js';
import { described, FakeWorkspaces } from './fake-modal.js';
import { PAINT, rentedSettings, type StartOptions, type TestApp } from './harness.js';

/** What a route is called with, once all it needs is there. */
export interface Call {
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What a route leaves: an entry of this action, or an event of a task. */
export interface Walked {
  leaves: AuditAction | 'event';
  prepare: (app: TestApp) => Promise<Call>;
  options?: () => StartOptions;
}

const TOKEN = { token_id: 'ak-walked', token_secret: 'as-walked' };
const OTHER = { token_id: 'ak-another', token_secret: 'as-another' };
const BACKENDS = '/v1/admin/backends';
const KEY = { name: 'Walked', scopes: ['tasks:read'] };

const made = async (app: TestApp, path: string, body: unknown): Promise<{ id: string }> => {
  const answer = await app.call('POST', path, { body });
  expect([path, answer.status, answer.text]).toEqual([path, 201, expect.any(String)]);
  return answer.body;
};

/** A workspace that takes both tokens; its first app answers as it should. */
function withWorkspace(): StartOptions {
  const workspaces = new FakeWorkspaces();
  for (const { token_id, token_secret } of [TOKEN, OTHER]) workspaces.tokens.set(token_id, token_secret);
  return { settings: rentedSettings(), backends: [], createModal: workspaces.create };
}
const addBackend = (app: TestApp) => made(app, BACKENDS, { kind: 'modal', label: 'Walked', ...TOKEN });
const onBackend = (leaves: AuditAction, path: string, body?: unknown): Walked => ({
  leaves,
  options: withWorkspace,
  prepare: async (app) => ({ path: `${BACKENDS}/${(await addBackend(app)).id}${path}`, body }),
});

async function rolledBack(app: TestApp): Promise<Call> {
  const { id } = await addBackend(app);
  const deployment = await expectedDeployment(app.ctx, { environment: null, models: null });
  const modal = app.ctx.modals.get(id);
  if (!modal) throw new Error(`${id} is not connected`);
  modal.describe = async () => described(deployment);
  const apps = { app_name: 'easel-new', previous_app_name: 'easel-old' };
  await app.ctx.store.write((tx) => tx.db.updateTable('backends').set(apps).where('id', '=', id).execute());
  return { path: `${BACKENDS}/${id}/rollback` };
}

const waiting = async (app: TestApp): Promise<Task> => {
  await app.call('PUT', '/v1/admin/dispatch', { body: { paused: true } });
  return app.create();
};
const done = async (app: TestApp): Promise<Task> => app.ended((await app.create()).id);
const result = async (app: TestApp): Promise<string> => {
  const id = (await done(app)).outputs[0]?.id;
  if (!id) throw new Error('there is no result');
  return `/v1/assets/${id}`;
};

/** An address of this machine where nobody listens: that it does not arrive is no matter here. */
const HOOK = { url: 'http://127.0.0.1:1/hook', events: ['task.created'] };
const withHooks = (): StartOptions => ({
  backend: new FakeBackend().always({}),
  config: { webhook_hosts: ['127.0.0.1:1'] },
});
const onHook = (leaves: AuditAction, path: string, body?: unknown): Walked => ({
  leaves,
  options: withHooks,
  prepare: async (app) => ({ path: `/v1/webhooks/${(await made(app, '/v1/webhooks', HOOK)).id}${path}`, body }),
});
const onDelivery = (rooms: string): Walked => ({
  leaves: 'webhook.redeliver',
  options: withHooks,
  async prepare(app) {
    await made(app, '/v1/webhooks', HOOK);
    await app.create();
    const { items } = (await app.call('GET', '/v1/deliveries')).body;
    return { path: `${rooms}/${items[0].id}/redeliver` };
  },
});

/** Every route that changes something and says so. */
export const WALKED: Record<string, Walked> = {
  'task.create': {
    leaves: 'event',
    prepare: async () => ({ path: '/v1/tasks', body: { model: PAINT, input: { prompt: 'a hill' } } }),
  },
  'task.patch': {
    leaves: 'event',
    prepare: async (app) => ({ path: `/v1/tasks/${(await waiting(app)).id}`, body: { metadata: { a: 'b' } } }),
  },
  'task.cancel': {
    leaves: 'task.cancel',
    prepare: async (app) => ({ path: `/v1/tasks/${(await waiting(app)).id}/cancel` }),
  },
  'task.retry': {
    leaves: 'task.retry',
    prepare: async (app) => ({ path: `/v1/tasks/${(await done(app)).id}/retry` }),
  },
  'task.remove': {
    leaves: 'task.delete',
    prepare: async (app) => ({ path: `/v1/tasks/${(await done(app)).id}` }),
  },
  'task.restore': {
    leaves: 'task.restore',
    async prepare(app) {
      const { id } = await done(app);
      await app.call('DELETE', `/v1/tasks/${id}`);
      return { path: `/v1/tasks/${id}/restore` };
    },
  },
  'admin_task.cancel': {
    leaves: 'task.cancel',
    prepare: async (app) => ({ path: `/v1/admin/tasks/${(await waiting(app)).id}/cancel` }),
  },
  'admin_task.retry': {
    leaves: 'task.retry',
    prepare: async (app) => ({ path: `/v1/admin/tasks/${(await done(app)).id}/retry` }),
  },
  'admin_task.remove': {
    leaves: 'task.delete',
    prepare: async (app) => ({ path: `/v1/admin/tasks/${(await done(app)).id}` }),
  },
  'admin_task.restore': {
    leaves: 'task.restore',
    async prepare(app) {
      const { id } = await done(app);
      await app.call('DELETE', `/v1/tasks/${id}`);
      return { path: `/v1/admin/tasks/${id}/restore` };
    },
  },
  'asset.patch': { leaves: 'event', prepare: async (app) => ({ path: await result(app), body: { favorite: true } }) },
  'asset.remove': { leaves: 'asset.delete', prepare: async (app) => ({ path: await result(app) }) },
  'asset.restore': {
    leaves: 'asset.restore',
    async prepare(app) {
      const path = await result(app);
      await app.call('DELETE', path);
      return { path: `${path}/restore` };
    },
  },
  'backend.create': {
    leaves: 'backend.create',
    options: withWorkspace,
    prepare: async () => ({ path: BACKENDS, body: { kind: 'modal', label: 'Walked', ...TOKEN } }),
  },
  'backend.patch': onBackend('backend.change', '', { weight: 3 }),
  'backend.remove': onBackend('backend.remove', ''),
  'backend.rotate': onBackend('backend.rotate', '/credentials', OTHER),
  'backend.check': onBackend('backend.check', '/check'),
  'backend.enable': {
    leaves: 'backend.enable',
    options: withWorkspace,
    async prepare(app) {
      const { id } = await addBackend(app);
      await app.call('POST', `${BACKENDS}/${id}/disable`);
      return { path: `${BACKENDS}/${id}/enable` };
    },
  },
  'backend.disable': onBackend('backend.disable', '/disable'),
  'backend.drain': onBackend('backend.drain', '/drain'),
  'backend.autoscale': onBackend('backend.autoscale', `/models/${PAINT}/autoscaler`, { min_containers: 1 }),
  'backend.deploy': onBackend('backend.deploy', '/deploys'),
  'backend.rollback': { leaves: 'backend.rollback', options: withWorkspace, prepare: rolledBack },
  'backend.set_dispatch': {
    leaves: 'dispatch.pause',
    prepare: async () => ({ path: '/v1/admin/dispatch', body: { paused: true } }),
  },
  'key.create': { leaves: 'key.create', prepare: async () => ({ path: '/v1/keys', body: KEY }) },
  'key.patch': {
    leaves: 'key.change',
    prepare: async (app) => ({ path: `/v1/keys/${(await made(app, '/v1/keys', KEY)).id}`, body: { name: 'Other' } }),
  },
  'key.revoke': {
    leaves: 'key.revoke',
    prepare: async (app) => ({ path: `/v1/keys/${(await made(app, '/v1/keys', KEY)).id}` }),
  },
  'key.rotate': {
    leaves: 'key.rotate',
    prepare: async (app) => ({
      path: `/v1/keys/${(await made(app, '/v1/keys', KEY)).id}/rotate`,
      body: { overlap_s: 0 },
    }),
  },
  'key.revoke_any': {
    leaves: 'key.revoke',
    prepare: async (app) => ({ path: `/v1/admin/keys/${(await made(app, '/v1/keys', KEY)).id}` }),
  },
  'webhook.create': {
    leaves: 'webhook.create',
    options: withHooks,
    prepare: async () => ({ path: '/v1/webhooks', body: HOOK }),
  },
  'webhook.patch': onHook('webhook.change', '', { enabled: false }),
  'webhook.remove': onHook('webhook.remove', ''),
  'webhook.rotate': onHook('webhook.rotate', '/rotate', { overlap_s: 0 }),
  'webhook.test': onHook('webhook.test', '/test'),
  'webhook.rotate_signing_secret': {
    leaves: 'webhook.rotate',
    prepare: async () => ({ path: '/v1/webhooks/signing-secret/rotate', body: { overlap_s: 0 } }),
  },
  'webhook.redeliver': onDelivery('/v1/deliveries'),
  'webhook.redeliver_any': onDelivery('/v1/admin/deliveries'),
  'admin_model.disable': {
    leaves: 'model.disable',
    prepare: async () => ({ path: `/v1/admin/models/${PAINT}/disable` }),
  },
  'admin_model.enable': {
    leaves: 'model.enable',
    async prepare(app) {
      await app.call('POST', `/v1/admin/models/${PAINT}/disable`);
      return { path: `/v1/admin/models/${PAINT}/enable` };
    },
  },
  'retention.put': {
    leaves: 'retention.change',
    prepare: async () => ({
      path: '/v1/admin/retention',
      body: { rules: [{ kind: 'output', older_than_days: 30 }] },
    }),
  },
  'retention.run': {
    leaves: 'retention.run',
    async prepare(app) {
      await done(app);
      const rules = [{ kind: 'output', older_than_days: 30 }];
      await app.call('PUT', '/v1/admin/retention', { body: { rules } });
      const old = { created_at: '2020-01-01T00:00:00.000Z' };
      await app.ctx.store.write((tx) => tx.db.updateTable('assets').set(old).execute());
      return { path: '/v1/admin/retention/run' };
    },
  },
};

/** Routes that leave neither, and why that is right. */
export const SILENT: Record<string, string> = {
  'asset.upload': 'the asset itself tells who made it and when; it is theirs alone, and counts in no figure of others',
  'audit.verify_head': 'changes nothing: the head is too long for an address',
  'audit.prune': 'has a test of its own, with entries that are old enough',
  'user.look_at_invitation': 'changes nothing: the token is too secret for an address',
  'retention.preview': 'changes nothing: the rules are too long for an address',
};
