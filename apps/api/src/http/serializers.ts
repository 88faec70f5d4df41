import { toJsonSchema } from '@easel/contracts';
import { isAppRouteOtherResponse } from '@ts-rest/core';
import type { FastifyInstance, preSerializationHookHandler } from 'fastify';
import { z } from 'zod';

/** JSON Schema for the compiled serializer: without `$schema`, one per declared status. */
function serializerSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = toJsonSchema(schema);
  return rest;
}

const declaredStatus =
  (declared: Set<string>): preSerializationHookHandler =>
  async (request, reply, payload) => {
    const isProblem = String(reply.getHeader('content-type')).startsWith('application/problem+json');
    if (!declared.has(String(reply.statusCode))) {
      request.log.error({ status: reply.statusCode, problem: isProblem }, 'undeclared status');
      if (!isProblem) throw new Error(`undeclared status ${reply.statusCode}`);
    }
    return payload;
  };

/**
 * Compiles a serializer per declared status, so that a field which is not in the contract never leaves, and refuses
 * statuses that are not declared.
 */
export function registerSerializers(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const declared = route.config?.tsRestRoute?.responses;
    if (!declared) return;
    const schemas = Object.entries(declared).flatMap(([status, response]) =>
      response instanceof z.ZodType && !isAppRouteOtherResponse(response as never)
        ? [[status, serializerSchema(response)] as const]
        : [],
    );
    route.schema = { ...route.schema, response: Object.fromEntries(schemas) };
    const before = route.preSerialization ?? [];
    route.preSerialization = [
      ...(Array.isArray(before) ? before : [before]),
      declaredStatus(new Set(Object.keys(declared))),
    ];
  });
}
