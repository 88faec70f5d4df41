import type { RouteMetadata } from '@easel/contracts';
import { isAppRouteOtherResponse } from '@ts-rest/core';
import type { FastifyContextConfig } from 'fastify';
import { z } from 'zod';

/** What is counted together. */
export type RouteClass = 'read' | 'media' | 'write' | 'create' | 'upload' | 'auth';

const sendsBytes = (response: unknown): boolean =>
  isAppRouteOtherResponse(response as never) &&
  (response as { contentType: string }).contentType === 'application/octet-stream';

interface Route {
  method: string;
  url: string;
  config: FastifyContextConfig | undefined;
}

/** By which limit a route is counted: told by the contract. Null for pages and their files. */
export function classOf({ method, url, config }: Route): RouteClass | null {
  const route = config?.tsRestRoute as (FastifyContextConfig['tsRestRoute'] & { headers?: unknown }) | undefined;
  const isSafe = method === 'GET' || method === 'HEAD';
  if (!route) {
    if (!url.startsWith('/v1/')) return null;
    return isSafe ? 'read' : 'auth';
  }
  if (isSafe) return sendsBytes(route.responses[200]) ? 'media' : 'read';
  // The contract gives every route metadata of this type; its own test says so.
  if ((route.metadata as RouteMetadata).auth === 'public') return 'auth';
  if (route.contentType === 'multipart/form-data') return 'upload';
  const makes = route.headers instanceof z.ZodObject && 'idempotency-key' in route.headers.shape;
  return makes ? 'create' : 'write';
}
