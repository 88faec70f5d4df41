import type { FastifyBaseLogger } from 'fastify';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

interface Lazy {
  of_request: object;
  made: FastifyBaseLogger | null;
}

/** What every lazy logger of a parent shares: made once, since making it costs more than answering most requests. */
const shared = new WeakMap<FastifyBaseLogger, object>();

function lazyMethods(parent: FastifyBaseLogger): object {
  const known = shared.get(parent);
  if (known) return known;
  const log = (lazy: Lazy) => (lazy.made ??= parent.child(lazy.of_request));
  // An empty object over the parent; what it lacks, it has from there.
  const methods = Object.create(parent) as Record<string, unknown>;
  for (const level of LEVELS) {
    // Overloads of the six levels are alike; the arguments are passed on as they came.
    methods[level] = function say(this: Lazy, ...args: unknown[]) {
      (log(this)[level] as (...all: unknown[]) => void)(...args);
    };
  }
  methods.child = function child(this: Lazy, more: object) {
    return log(this).child(more);
  };
  shared.set(parent, methods);
  return methods;
}

/**
 * A request's logger, made when it first says something: most requests say nothing, and making one costs more than
 * answering them.
 */
export function lazyRequestLog(parent: FastifyBaseLogger, bindings: object): FastifyBaseLogger {
  // Its prototype has every method of a logger.
  const lazy = Object.create(lazyMethods(parent)) as FastifyBaseLogger & Lazy;
  lazy.of_request = bindings;
  lazy.made = null;
  return lazy;
}
