import { toJsonSchema } from '@easel/contracts';
import { isAppRouteOtherResponse } from '@ts-rest/core';
import fastJson from 'fast-json-stringify';
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

/** Remembers what was made of each thing. */
function once<K extends object, V>(make: (of: K) => V): (of: K) => V {
  const made = new WeakMap<K, V>();
  return (of) => {
    const known = made.get(of);
    if (known !== undefined) return known;
    const value = make(of);
    made.set(of, value);
    return value;
  };
}

/** JSON Schema of what a zod schema returns, for the compiled serializer. */
const serializerSchema = once(
  (schema: z.ZodType): SerializerSchema =>
    // A JSON Schema document, which the compiler's type spells out.
    withoutNames(toJsonSchema(schema)) as SerializerSchema,
);

// Hundreds of routes answer with the same few problems, and to compile is most of what a start does.
const compile = once((schema: object) => fastJson(schema as SerializerSchema));

/** Writes what a zod schema returns, and nothing beyond it. */
export const serializerOf = (schema: z.ZodType) => compile(serializerSchema(schema));

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
  app.setSerializerCompiler<object>(({ schema }) => compile(schema));
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
