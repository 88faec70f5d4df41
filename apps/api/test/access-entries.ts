/** Things of one person, by the word for them: their ids. */
export interface Things {
  task: string;
  asset: string;
  key: string;
  webhook: string;
  delivery: string;
  session: string;
}

interface Entry {
  /** Whose id stands in the path. */
  id?: keyof Things;
  /** A body that the route takes. */
  body?: object;
  /** Never ends by itself. */
  stream?: true;
}

const NOTHING: Entry = {};
const TASK: Entry = { id: 'task' };
const ASSET: Entry = { id: 'asset' };
const KEY: Entry = { id: 'key' };
const WEBHOOK: Entry = { id: 'webhook' };
const DELIVERY: Entry = { id: 'delivery' };

/** One entry for each route of the contract; a route without one fails the walk. */
export const ENTRIES: Record<string, Entry> = {
  'system.health': NOTHING,
  'system.ready': NOTHING,
  'system.session': NOTHING,
  'model.list': NOTHING,
  'model.get': NOTHING,
  'task.create': NOTHING,
  'task.list': NOTHING,
  'task.get': TASK,
  'task.patch': { ...TASK, body: { metadata: { taken: 'over' } } },
  'task.remove': TASK,
  'task.cancel': TASK,
  'task.retry': TASK,
  'task.restore': TASK,
  'task.attempts': TASK,
  'task.events': TASK,
  'task.stream': { stream: true },
  'asset.upload': NOTHING,
  'asset.list': NOTHING,
  'asset.get': ASSET,
  'asset.patch': { ...ASSET, body: { favorite: true } },
  'asset.remove': ASSET,
  'asset.restore': ASSET,
  'asset.content': ASSET,
  'asset.preview': ASSET,
  'usage.get': NOTHING,
  'backend.list': NOTHING,
  'backend.create': NOTHING,
  'backend.get': NOTHING,
  'backend.patch': NOTHING,
  'backend.remove': NOTHING,
  'backend.rotate': NOTHING,
  'backend.check': NOTHING,
  'backend.enable': NOTHING,
  'backend.disable': NOTHING,
  'backend.drain': NOTHING,
  'backend.history': NOTHING,
  'backend.load': NOTHING,
  'backend.autoscale': NOTHING,
  'backend.deploy': NOTHING,
  'backend.deploys': NOTHING,
  'backend.deploy_log': NOTHING,
  'backend.rollback': NOTHING,
  'backend.deployments': NOTHING,
  'backend.calls': NOTHING,
  'backend.route': NOTHING,
  'backend.dispatch': NOTHING,
  'backend.set_dispatch': NOTHING,
  'retention.get': NOTHING,
  'retention.put': NOTHING,
  'retention.preview': NOTHING,
  'retention.run': NOTHING,
  'storage.get': NOTHING,
  'audit.list': NOTHING,
  'audit.verify': NOTHING,
  'audit.verify_head': NOTHING,
  'audit.heads': NOTHING,
  'audit.export': NOTHING,
  'audit.prune': NOTHING,
  'audit.target': TASK,
  'key.list': NOTHING,
  'key.create': NOTHING,
  'key.get': KEY,
  'key.patch': { ...KEY, body: { name: 'mine now' } },
  'key.revoke': KEY,
  'key.rotate': { ...KEY, body: {} },
  'key.list_all': NOTHING,
  'key.revoke_any': KEY,
  'user.setup': NOTHING,
  'user.look_at_invitation': NOTHING,
  'user.accept_invitation': NOTHING,
  'user.reset_password': NOTHING,
  'user.patch_account': NOTHING,
  'user.change_password': NOTHING,
  'user.list_account_sessions': NOTHING,
  'user.revoke_account_session': { id: 'session' },
  'user.revoke_other_account_sessions': NOTHING,
  'user.list': NOTHING,
  'user.get': NOTHING,
  'user.patch': NOTHING,
  'user.list_sessions': NOTHING,
  'user.revoke_sessions': NOTHING,
  'user.make_password_link': NOTHING,
  'user.list_invitations': NOTHING,
  'user.invite': NOTHING,
  'user.revoke_invitation': NOTHING,
  'webhook.list': NOTHING,
  'webhook.create': NOTHING,
  'webhook.get': WEBHOOK,
  'webhook.patch': { ...WEBHOOK, body: { enabled: false } },
  'webhook.remove': WEBHOOK,
  'webhook.rotate': { ...WEBHOOK, body: {} },
  'webhook.test': WEBHOOK,
  'webhook.deliveries': WEBHOOK,
  'webhook.signing_secret': NOTHING,
  'webhook.rotate_signing_secret': NOTHING,
  'webhook.list_deliveries': NOTHING,
  'webhook.get_delivery': DELIVERY,
  'webhook.redeliver': DELIVERY,
  'webhook.list_all': NOTHING,
  'webhook.list_all_deliveries': NOTHING,
  'webhook.get_any_delivery': DELIVERY,
  'webhook.redeliver_any': DELIVERY,
  'overview.get': NOTHING,
  'overview.series': NOTHING,
  'admin_task.list': NOTHING,
  'admin_task.get': TASK,
  'admin_task.cancel': TASK,
  'admin_task.retry': TASK,
  'admin_task.remove': TASK,
  'admin_task.restore': TASK,
  'admin_model.list': NOTHING,
  'admin_model.enable': NOTHING,
  'admin_model.disable': NOTHING,
  'installation.settings': NOTHING,
};
