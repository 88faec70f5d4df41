import type { Caller } from '../http/caller.js';

/** What no longer holds: one session, everything of a person, or one key. */
export type Revoked = { session_id: string } | { user_id: string } | { key_id: string };

/** Tells open streams at once that their caller may no longer listen. */
export interface Revocations {
  announce(revoked: Revoked): void;
  /** Calls back once when this caller is revoked. Returns what stops listening. */
  watch(caller: Caller, listener: () => void): () => void;
}

const namesOf = (caller: Caller): string[] => [
  `user_id ${caller.owner_id}`,
  ...(caller.session_id === null ? [] : [`session_id ${caller.session_id}`]),
  ...(caller.key === null ? [] : [`key_id ${caller.key.id}`]),
];

export function createRevocations(): Revocations {
  const watchers = new Map<string, Set<() => void>>();
  return {
    announce(revoked) {
      for (const [kind, id] of Object.entries(revoked)) {
        for (const listener of [...(watchers.get(`${kind} ${id}`) ?? [])]) listener();
      }
    },
    watch(caller, listener) {
      const names = namesOf(caller);
      const stop = () => {
        for (const name of names) {
          const set = watchers.get(name);
          set?.delete(once);
          if (set?.size === 0) watchers.delete(name);
        }
      };
      const once = () => {
        stop();
        listener();
      };
      for (const name of names) watchers.set(name, (watchers.get(name) ?? new Set()).add(once));
      return stop;
    },
  };
}
