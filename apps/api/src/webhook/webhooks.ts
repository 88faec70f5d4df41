import type { LookupFunction } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import type { UrlSigner } from '../asset/signed-url.js';
import type { Store } from '../db/store.js';
import type { SecretBox } from '../secret-box.js';
import type { LiveTasks } from '../task/live-tasks.js';
import { createDispatcher, type Dispatcher } from './dispatcher.js';
import { createEndpoints, type Endpoints } from './endpoints.js';
import { enqueueDeliveries } from './enqueue-deliveries.js';
import { createGuardedAgent } from './guarded-agent.js';
import { createWebhookBox } from './webhook-secret.js';

/** What tests set. */
export interface WebhookSetup {
  now?: () => number;
  lookup?: LookupFunction;
}

/** What the handlers of webhooks share. */
export interface Webhooks {
  box: SecretBox;
  /** Internal `host:port` that may be sent to. */
  allowed_hosts: readonly string[];
  endpoints: Endpoints;
  dispatcher: Dispatcher;
  now: () => number;
  close(): Promise<void>;
}

interface Parts extends WebhookSetup {
  store: Store;
  log: FastifyBaseLogger;
  urls: UrlSigner;
  live: LiveTasks;
  secretKey: Buffer;
  allowed_hosts: readonly string[];
}

/** Tells endpoints what happens to tasks: written with the change itself, sent once that is committed. */
export function createWebhooks({
  store,
  log,
  urls,
  live,
  secretKey,
  allowed_hosts,
  lookup,
  now = Date.now,
}: Parts): Webhooks {
  const box = createWebhookBox(secretKey);
  const endpoints = createEndpoints();
  const agent = createGuardedAgent({ allowed_hosts, ...(lookup ? { lookup } : {}) });
  const dispatcher = createDispatcher({ store, log, agent, box, endpoints, now, random: Math.random });
  const due = new Set<string>();
  store.onHappenings(async (tx) => {
    for (const target of await enqueueDeliveries({ urls, live, endpoints, now }, tx)) due.add(target);
  });
  store.onCommit(() => {
    if (due.size === 0) return;
    dispatcher.touch(due);
    due.clear();
  });
  return {
    box,
    allowed_hosts,
    endpoints,
    dispatcher,
    now,
    async close() {
      await dispatcher.close();
      await agent.destroy();
    },
  };
}
