import { toJsonSchema } from '@easel/contracts';
import { isAppRouteOtherResponse } from '@ts-rest/core';
import type fastJson from 'fast-json-stringify';
import type { FastifyInstance, preSerializationHookHandler } from 'fastify';
import { z } from 'zod';

type SerializerSchema = Parameters<typeof fastJson>[0];

/** The compiler knows no `propertyNames`, and writing needs none. */
function withoutNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNames);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'propertyNames' && key !== '$schema');
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNames(inner)]));
}

/** JSON Schema of what a zod schema returns, for the compiled serializer. */
export const serializerSchema = (schema: z.ZodType): SerializerSchema =>
  // A JSON Schema document, which the compiler's type spells out.
  withoutNames(toJsonSchema(schema)) as SerializerSchema;

const declaredStatus =
  (declared: Set<string>): preSerializationHookHandler =>
  (request, reply, payload, done) => {
    const isProblem = String(reply.getHeader('content-type')).startsWith('application/problem+json');
    if (!declared.has(String(reply.statusCode))) {
      request.log.error({ status: reply.statusCode, problem: isProblem }, 'undeclared status');
      if (!isProblem) return done(new Error(`undeclared status ${reply.statusCode}`));
    }
    done(null, payload);
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
