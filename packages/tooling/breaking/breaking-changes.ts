import { compareSchemas, type Sides } from './compare-schemas.ts';
import type { MediaBody, OpenApiDocument, Operation } from './json-schema.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

/** Every change between two OpenAPI documents that can break a caller of the older one. */
export function breakingChanges(old: OpenApiDocument, now: OpenApiDocument): string[] {
  const sides = { old, now };
  return Object.entries(old.paths ?? {}).flatMap(([path, operations]) => {
    const after = now.paths?.[path];
    if (!after) return [`${path}: is gone`];
    return METHODS.flatMap((method) => {
      const before = operations[method];
      if (!before) return [];
      const at = `${method.toUpperCase()} ${path}`;
      const operation = after[method];
      return operation ? compareOperations(sides, before, operation, at) : [`${at}: is gone`];
    });
  });
}

function compareOperations(sides: Sides, old: Operation, now: Operation, at: string): string[] {
  return [
    ...compareParameters(sides, old, now, at),
    ...compareBodies(sides, old, now, at),
    ...compareResponses(sides, old, now, at),
  ];
}

function compareParameters(sides: Sides, old: Operation, now: Operation, at: string): string[] {
  const find = (operation: Operation, name: string, place: string) =>
    operation.parameters?.find((parameter) => parameter.name === name && parameter.in === place);
  const changed = (old.parameters ?? []).flatMap((parameter) => {
    const here = `${at} ${parameter.in} ${parameter.name}`;
    const after = find(now, parameter.name, parameter.in);
    if (!after) return [`${here}: is gone`];
    const isDemanded = after.required && !parameter.required;
    const schema = compareSchemas(sides, parameter.schema ?? {}, after.schema ?? {}, 'request', here);
    return [...(isDemanded ? [`${here}: is now required`] : []), ...schema];
  });
  const added = (now.parameters ?? [])
    .filter((parameter) => parameter.required && !find(old, parameter.name, parameter.in))
    .map((parameter) => `${at} ${parameter.in} ${parameter.name}: is now required`);
  return [...changed, ...added];
}

function compareBodies(sides: Sides, old: Operation, now: Operation, at: string): string[] {
  const isDemanded = now.requestBody?.required && !old.requestBody?.required;
  const content = compareContent(sides, old.requestBody, now.requestBody, 'request', `${at} body`);
  return [...(isDemanded ? [`${at} body: is now required`] : []), ...content];
}

function compareResponses(sides: Sides, old: Operation, now: Operation, at: string): string[] {
  return Object.entries(old.responses ?? {}).flatMap(([status, response]) => {
    const after = now.responses?.[status];
    return after ? compareContent(sides, response, after, 'response', `${at} ${status}`) : [`${at} ${status}: is gone`];
  });
}

function compareContent(
  sides: Sides,
  old: MediaBody | undefined,
  now: MediaBody | undefined,
  direction: 'request' | 'response',
  at: string,
): string[] {
  return Object.entries(old?.content ?? {}).flatMap(([type, body]) => {
    const after = now?.content?.[type];
    if (!after) return [`${at}: ${type} is gone`];
    return compareSchemas(sides, body.schema ?? {}, after.schema ?? {}, direction, at);
  });
}
