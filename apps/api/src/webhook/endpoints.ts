import type { WebhookEventName } from '@easel/contracts';
import type { Db } from '../db/store.js';
import { eventsOf } from './webhook.repository.js';

/** What a delivery needs to know of an endpoint that is on. */
export interface Endpoint {
  id: string;
  url: string;
  events: ReadonlySet<WebhookEventName>;
}

/** Endpoints by owner, held in memory: most owners have none, and every change of a task asks. */
export interface Endpoints {
  /** Null for somebody who is disabled: nothing is told to anyone in their name. */
  of(db: Db, ownerId: string): Promise<readonly Endpoint[] | null>;
  /**
   * To be called in the transaction that changes an owner or their endpoints, and again after it: it may come to
   * nothing.
   */
  forget(ownerId: string): void;
}

const isDisabled = async (db: Db, ownerId: string): Promise<boolean> => {
  const found = db.selectFrom('users').select('id').where('id', '=', ownerId).where('disabled_at', 'is not', null);
  return (await found.executeTakeFirst()) !== undefined;
};

export function createEndpoints(): Endpoints {
  const held = new Map<string, readonly Endpoint[] | null>();
  return {
    async of(db, ownerId) {
      const known = held.get(ownerId);
      if (known !== undefined) return known;
      if (await isDisabled(db, ownerId)) {
        held.set(ownerId, null);
        return null;
      }
      const rows = await db
        .selectFrom('webhooks')
        .select(['id', 'url', 'events'])
        .where('owner_id', '=', ownerId)
        .where('deleted_at', 'is', null)
        .where('enabled', '=', 1)
        .execute();
      const endpoints = rows.map((row) => ({ id: row.id, url: row.url, events: new Set(eventsOf(row)) }));
      held.set(ownerId, endpoints);
      return endpoints;
    },
    forget: (ownerId) => void held.delete(ownerId),
  };
}
