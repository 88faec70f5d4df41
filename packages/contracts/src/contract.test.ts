import { isAppRoute } from '@ts-rest/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { contract } from './contract.js';
import { ERROR_CODES } from './http/error-codes.js';
import { type RouteMetadata, SCOPES } from './http/route-metadata.js';
import { idSchema } from './ids.js';
import { toJsonSchema } from './settings/json-schema.js';

const routes = Object.values(contract)
  .flatMap((room) => Object.values(room))
  .filter(isAppRoute);

/** Every name of a property that a schema declares. */
function names(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(names);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]) =>
    key === 'properties' ? [...Object.keys(inner), ...Object.values(inner).flatMap(names)] : names(inner),
  );
}

test('every route says who may use it', () => {
  for (const route of routes) {
    const { auth, scope } = route.metadata as RouteMetadata;
    expect(['public', 'member', 'admin']).toContain(auth);
    expect([
      route.path,
      auth === 'public' || scope === 'session' || (scope !== undefined && SCOPES.includes(scope)),
    ]).toEqual([route.path, true]);
  }
});

test('names are snake_case everywhere', () => {
  for (const route of routes) {
    const body = 'body' in route ? route.body : undefined;
    const schemas = [...Object.values(route.responses), body, route.query].filter((s) => s instanceof z.ZodType);
    const found = schemas.flatMap((schema) => names(toJsonSchema(schema)));
    expect(found.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
  }
});

test('what is read of a request is strict: no field is ignored', () => {
  for (const route of routes) {
    const body = 'body' in route ? route.body : undefined;
    for (const schema of [body, route.query]) {
      if (!(schema instanceof z.ZodType)) continue;
      const { $defs = {}, ...root } = toJsonSchema(schema, 'input') as {
        $defs?: Record<string, object>;
        $ref?: string;
      };
      const named = root.$ref === undefined ? root : $defs[root.$ref.slice('#/$defs/'.length)];
      expect(named).toMatchObject({ additionalProperties: false });
    }
  }
});

test('every code has a status of its kind', () => {
  for (const [code, { status, title }] of Object.entries(ERROR_CODES)) {
    expect([code, status >= 400 && status < 600, title.length > 0]).toEqual([code, true, true]);
  }
  expect(ERROR_CODES.unavailable).toMatchObject({ status: 503, retryable: true });
});

test('an id is its prefix and 26 characters of Crockford base32', () => {
  const id = idSchema('task');
  expect(id.safeParse('task_01jd5k0m3r8x9v2w4y6z7a8b9c').success).toBe(true);
  for (const odd of [
    'task_01jd5k0m3r8x9v2w4y6z7a8b9',
    'att_01jd5k0m3r8x9v2w4y6z7a8b9c',
    'task_01JD5K0M3R8X9V2W4Y6Z7A8B9C',
    'task_i1jd5k0m3r8x9v2w4y6z7a8b9c',
  ]) {
    expect(id.safeParse(odd).success).toBe(false);
  }
});
