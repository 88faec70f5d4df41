import type { AuditActorKind } from '@easel/contracts';
import type { FastifyRequest } from 'fastify';

/** Who did something, and in which request. */
export interface Requester {
  actor: { kind: AuditActorKind; id: string | null; name: string };
  request_id: string | null;
}

/** Who stands behind a request. */
export function requesterOf(request: FastifyRequest): Requester {
  const { caller } = request;
  if (!caller) return { actor: { kind: 'anonymous', id: null, name: request.ip.slice(0, 64) }, request_id: request.id };
  const actor =
    caller.kind === 'key' && caller.key
      ? { kind: 'key' as const, id: caller.key.id, name: caller.key.name }
      : {
          kind: caller.kind === 'local' ? ('local' as const) : ('user' as const),
          id: caller.owner_id,
          name: caller.name,
        };
  return { actor, request_id: request.id };
}
