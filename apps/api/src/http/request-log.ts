import type { FastifyBaseLogger } from 'fastify';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

/**
 * A request's logger, made when it first says something: most requests say nothing, and making one costs more than
 * answering them.
 */
export function lazyRequestLog(parent: FastifyBaseLogger, bindings: object): FastifyBaseLogger {
  let made: FastifyBaseLogger | null = null;
  const log = () => (made ??= parent.child(bindings));
  const lazy = Object.create(parent) as FastifyBaseLogger;
  for (const level of LEVELS) {
    // Overloads of the six levels are alike; the arguments are passed on as they came.
    lazy[level] = (...args: unknown[]) => (log()[level] as (...all: unknown[]) => void)(...args);
  }
  lazy.child = (more: object) => log().child(more);
  return lazy;
}
