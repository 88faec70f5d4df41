import { alternatives, literals, type OpenApiDocument, resolve, type Schema, typeOf } from './json-schema.ts';

/** A request may accept more than before and a response may promise more; the other way round breaks a caller. */
export type Direction = 'request' | 'response';

export interface Sides {
  old: OpenApiDocument;
  now: OpenApiDocument;
}

const UPPER_LIMITS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const LOWER_LIMITS = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];

/** What breaks a caller between two versions of one schema, each line with the path to it. */
export function compareSchemas(sides: Sides, old: Schema, now: Schema, direction: Direction, at: string): string[] {
  return compare(sides, old, now, direction, at, new Set());
}

type Seen = Set<string>;

function compare(sides: Sides, old: Schema, now: Schema, direction: Direction, at: string, seen: Seen): string[] {
  const key = `${old.$ref}|${now.$ref}|${direction}`;
  if (old.$ref && now.$ref) {
    if (seen.has(key)) return [];
    seen.add(key);
  }
  const before = alternatives(sides.old, old);
  const after = alternatives(sides.now, now);
  const [kept, tested] = direction === 'request' ? [before, after] : [after, before];
  return kept.flatMap((one) => {
    const partner = partnerOf(one, tested, direction === 'request' ? sides : { old: sides.now, now: sides.old });
    if (!partner) return [`${at}: ${changeOf(one, direction)}`];
    const [was, is] = direction === 'request' ? [one, partner] : [partner, one];
    return compareAlternatives(sides, was, is, direction, at, seen);
  });
}

function changeOf(one: Schema, direction: Direction): string {
  const what = literals(one)?.join(' or ') ?? typeOf(one);
  return direction === 'request' ? `no longer accepts ${what}` : `may now be ${what}`;
}

/** The alternative on the other side that speaks of the same kind of value. */
function partnerOf(one: Schema, others: Schema[], sides: Sides): Schema | undefined {
  const candidates = others.filter((other) => covers(typeOf(other), typeOf(one)));
  if (candidates.length < 2) return candidates[0];
  const tag = tagOf(sides.old, one);
  return (
    candidates.find((other) => tag !== null && tagOf(sides.now, other) === tag) ??
    candidates.find((other) => literals(other)?.join() === literals(one)?.join()) ??
    candidates.find((other) => literals(other) === null) ??
    candidates[0]
  );
}

function covers(type: string, other: string): boolean {
  return type === other || type === 'any' || (type === 'number' && other === 'integer');
}

/** The literal that tells the branches of a union of objects apart. */
function tagOf(document: OpenApiDocument, schema: Schema): string | null {
  const tags = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const values = literals(resolve(document, property));
    return values?.length === 1 ? [`${name}=${values[0]}`] : [];
  });
  return tags.length > 0 ? tags.join('&') : null;
}

function compareAlternatives(sides: Sides, old: Schema, now: Schema, direction: Direction, at: string, seen: Seen) {
  return [
    ...compareLiterals(old, now, direction, at),
    ...compareLimits(old, now, direction, at),
    ...compareProperties(sides, old, now, direction, at, seen),
    ...compareItems(sides, old, now, direction, at, seen),
  ];
}

function compareLiterals(old: Schema, now: Schema, direction: Direction, at: string): string[] {
  const [kept, tested] = direction === 'request' ? [literals(old), literals(now)] : [literals(now), literals(old)];
  if (tested === null) return [];
  const word = direction === 'request' ? 'no longer accepts' : 'may now be';
  if (kept === null) return [`${at}: ${word} ${direction === 'request' ? 'just any' : 'any'} ${typeOf(old)}`];
  return kept.filter((value) => !tested.includes(value)).map((value) => `${at}: ${word} ${value}`);
}

function compareLimits(old: Schema, now: Schema, direction: Direction, at: string): string[] {
  if (direction === 'response') return [];
  const narrowed = [...UPPER_LIMITS, ...LOWER_LIMITS].filter((name) => {
    const [was, is] = [old[name], now[name]];
    if (typeof is !== 'number') return false;
    if (typeof was !== 'number') return true;
    return UPPER_LIMITS.includes(name) ? is < was : is > was;
  });
  const changed = ['pattern', 'format', 'multipleOf'].filter(
    (name) => now[name] !== undefined && now[name] !== old[name],
  );
  return [...narrowed, ...changed].map((name) => `${at}: ${name} is narrower (${old[name] ?? 'none'} → ${now[name]})`);
}

function compareProperties(
  sides: Sides,
  old: Schema,
  now: Schema,
  direction: Direction,
  at: string,
  seen: Seen,
): string[] {
  const before = old.properties ?? {};
  const after = now.properties ?? {};
  const isRequired = (schema: Schema, name: string) => schema.required?.includes(name) ?? false;
  const problems = Object.entries(before).flatMap(([name, was]) => {
    const is = after[name];
    const here = `${at}.${name}`;
    if (is === undefined) {
      const isTolerated = direction === 'request' && now.additionalProperties !== false;
      return isTolerated ? [] : [`${here}: is gone`];
    }
    const isLoose = direction === 'response' && isRequired(old, name) && !isRequired(now, name);
    return [...(isLoose ? [`${here}: may now be absent`] : []), ...compare(sides, was, is, direction, here, seen)];
  });
  if (direction === 'response') return problems;
  const demanded = (now.required ?? []).filter((name) => !isRequired(old, name));
  return [...problems, ...demanded.map((name) => `${at}.${name}: is now required`), ...closed(old, now, at)];
}

function closed(old: Schema, now: Schema, at: string): string[] {
  const isClosed = now.additionalProperties === false && old.additionalProperties !== false;
  return isClosed && typeOf(old) === 'object' ? [`${at}: no longer accepts other fields`] : [];
}

function compareItems(sides: Sides, old: Schema, now: Schema, direction: Direction, at: string, seen: Seen): string[] {
  const items = old.items && now.items ? compare(sides, old.items, now.items, direction, `${at}[]`, seen) : [];
  const [was, is] = [old.additionalProperties, now.additionalProperties];
  if (typeof was !== 'object' || typeof is !== 'object') return items;
  return [...items, ...compare(sides, was, is, direction, `${at}.*`, seen)];
}
