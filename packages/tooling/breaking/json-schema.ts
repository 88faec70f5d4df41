/** The part of OpenAPI 3.1 that our documents use. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  pattern?: string;
  format?: string;
  [limit: string]: unknown;
}

export interface MediaBody {
  content?: Record<string, { schema?: Schema }>;
  required?: boolean;
}

export interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: MediaBody;
  responses?: Record<string, MediaBody>;
}

export interface OpenApiDocument {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

/** Follows `$ref` within a document. */
export function resolve(document: OpenApiDocument, schema: Schema): Schema {
  const name = /^#\/components\/schemas\/(.+)$/.exec(schema.$ref ?? '')?.[1];
  if (name === undefined) return schema;
  const found = document.components?.schemas?.[decodeURIComponent(name)];
  return found ? resolve(document, found) : schema;
}

/** The alternatives a value may take: the branches of a union, or the types of a type list, one each. */
export function alternatives(document: OpenApiDocument, schema: Schema): Schema[] {
  const here = resolve(document, schema);
  const branches = here.anyOf ?? here.oneOf;
  if (branches) return branches.flatMap((branch) => alternatives(document, branch));
  if (Array.isArray(here.type)) return here.type.map((type) => ({ ...here, type }));
  return [here];
}

/** A set of allowed literals, or null when any value of the type will do. */
export function literals(schema: Schema): string[] | null {
  if ('const' in schema) return [JSON.stringify(schema.const)];
  return schema.enum ? schema.enum.map((value) => JSON.stringify(value)) : null;
}

/** The JSON types a schema allows; `any` when it says nothing. */
export function typeOf(schema: Schema): string {
  if (typeof schema.type === 'string') return schema.type;
  const literal = 'const' in schema ? schema.const : schema.enum?.[0];
  if (literal === null) return 'null';
  if (literal !== undefined) return typeof literal;
  if (schema.properties) return 'object';
  return schema.items ? 'array' : 'any';
}
