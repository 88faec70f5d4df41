import { modalClassName } from '@easel/contracts';
import { z } from 'zod';
import type { Link } from './open-link.js';
import type { Timings } from './timings.js';
import { readQueue } from './watch-events.js';

const ContainerEvent = z.object({
  type: z.literal('container'),
  state: z.enum(['loading', 'ready']),
  container: z.string(),
  at: z.string(),
});

/** Tells attempts that wait for a container when one loads the model: the container cannot know whose turn it is. */
export interface ContainerWatch {
  /** Calls back when a container loads, also if one already does. Returns what ends it. */
  onLoading(model: string, told: () => void): () => void;
}

interface Watched {
  waiting: Set<() => void>;
  loading: Set<string>;
  stop: AbortController;
}

export function createContainerWatch(connect: () => Promise<Link>, timings: Timings): ContainerWatch {
  const models = new Map<string, Watched>();

  function begin(model: string): Watched {
    const watched: Watched = { waiting: new Set(), loading: new Set(), stop: new AbortController() };
    readQueue(connect, `model:${modalClassName(model)}`, timings, watched.stop.signal, (item) => {
      const event = ContainerEvent.safeParse(item);
      if (!event.success) return;
      if (event.data.state === 'ready') watched.loading.delete(event.data.container);
      else watched.loading.add(event.data.container);
      if (event.data.state === 'loading') for (const told of watched.waiting) told();
    });
    models.set(model, watched);
    return watched;
  }

  return {
    onLoading(model, told) {
      const watched = models.get(model) ?? begin(model);
      watched.waiting.add(told);
      if (watched.loading.size > 0) told();
      return () => {
        watched.waiting.delete(told);
        if (watched.waiting.size > 0) return;
        watched.stop.abort();
        models.delete(model);
      };
    },
  };
}
