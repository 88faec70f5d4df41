import type { StoredEvent } from '../db/store.js';

/** A stored change, or something momentary (progress, preview) that is not kept. */
export type HubEvent =
  | { kind: 'stored'; owner_id: string; task_id: string; event: StoredEvent }
  | { kind: 'momentary'; owner_id: string; task_id: string; name: 'progress' | 'preview'; data: object };

type Listener = (event: HubEvent) => void;

/** Tells whoever listens what happened to an owner's tasks, in commit order. Lives in this process only. */
export interface EventHub {
  publish(event: HubEvent): void;
  subscribe(ownerId: string, listener: Listener): () => void;
  listeners(): number;
}

export function createEventHub(): EventHub {
  const byOwner = new Map<string, Set<Listener>>();
  return {
    publish(event) {
      for (const listener of byOwner.get(event.owner_id) ?? []) listener(event);
    },
    subscribe(ownerId, listener) {
      const listeners = byOwner.get(ownerId) ?? new Set<Listener>();
      byOwner.set(ownerId, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && byOwner.get(ownerId) === listeners) byOwner.delete(ownerId);
      };
    },
    listeners: () => [...byOwner.values()].reduce((sum, set) => sum + set.size, 0),
  };
}
