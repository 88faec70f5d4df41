import { buildInputSchema, contract, type ModeName, type Settings, toJsonSchema } from '@easel/contracts';
import { generateOpenApi } from '@ts-rest/open-api';
import { z } from 'zod';
import { VERSION } from '../version.js';

type Json = Record<string, unknown>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Points references at the document's components. */
function relocate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocate);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string'
        ? inner.replace('#/$defs/', '#/components/schemas/')
        : relocate(inner),
    ]),
  );
}

/** Collects named schemas; what is not to be lifted (parameters, which ts-rest reads property by property) is inlined. */
function collector() {
  const components: Record<string, Json> = {};
  const convert = (schema: z.ZodType, io: 'input' | 'output', lift: boolean): Json => {
    const { $schema: _, $defs, ...root } = toJsonSchema(schema, io);
    const defs = (isRecord($defs) ? $defs : {}) as Record<string, Json>;
    if (!lift) return typeof root.$ref === 'string' ? (defs[root.$ref.slice('#/$defs/'.length)] ?? root) : root;
    for (const [id, def] of Object.entries(defs)) {
      const { id: _id, ...clean } = relocate(def) as Json;
      if (components[id] && JSON.stringify(components[id]) !== JSON.stringify(clean)) {
        throw new Error(`the schema "${id}" has two shapes`);
      }
      components[id] = clean;
    }
    return relocate(root) as Json;
  };
  return { components, convert };
}

/** The body of a new task, per model and mode: programs see exactly what each accepts. */
function taskBodies(settings: Settings): { schemas: Record<string, Json>; names: string[] } {
  const schemas: Record<string, Json> = {};
  for (const [id, model] of Object.entries(settings.models)) {
    for (const [mode, declared] of Object.entries(model.modes)) {
      const { $schema: _, ...input } = toJsonSchema(buildInputSchema(model, mode as ModeName), 'input');
      const name = `TaskCreate_${id}_${mode}`.replaceAll(/[^\w.-]/g, '_');
      schemas[name] = {
        type: 'object',
        title: `${model.name}: ${declared.label}`,
        description: model.description,
        additionalProperties: false,
        properties: {
          model: { const: id },
          mode: { const: mode },
          input,
          count: { type: 'integer', minimum: 1, maximum: declared.max_count, default: 1 },
          lane: { type: 'string', enum: ['interactive', 'background'], default: 'interactive' },
          metadata: { type: 'object', additionalProperties: { type: 'string', maxLength: 500 }, maxProperties: 32 },
        },
        required: mode === model.default_mode ? ['model', 'input'] : ['model', 'mode', 'input'],
      };
    }
  }
  return { schemas, names: Object.keys(schemas) };
}

const UPLOAD = {
  type: 'object',
  properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
  required: ['file'],
};

/** The OpenAPI 3.1 document of the contract with the models of the given settings. */
export function buildOpenApi(settings: Settings): Json {
  const { components, convert } = collector();
  const doc = generateOpenApi(
    contract,
    { info: { title: 'Easel', version: VERSION, description: 'Image and video generation, self-hosted.' } },
    {
      setOperationId: 'concatenated-path',
      schemaTransformer: ({ schema, type }) => {
        if (!(schema instanceof z.ZodType)) return null;
        const lift = type === 'body' || type === 'response';
        // ts-rest types schemas as OpenAPI 3.0; these are 3.1.
        return convert(schema, type === 'response' ? 'output' : 'input', lift) as never;
      },
      operationMapper: (operation, route) => {
        const metadata = (route as { metadata?: { auth: string; scope?: string } }).metadata;
        const access = { 'x-easel-auth': metadata?.auth, 'x-easel-scope': metadata?.scope };
        const body = operation.requestBody;
        return { ...operation, ...access, ...(body ? { requestBody: { ...body, required: true } } : {}) } as never;
      },
    },
  ) as unknown as Json;
  const { schemas, names } = taskBodies(settings);
  components.TaskCreate = { oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })) };
  const paths = doc.paths as Record<string, Record<string, Json>>;
  const upload = paths['/v1/assets']?.post;
  if (upload) upload.requestBody = { required: true, content: { 'multipart/form-data': { schema: UPLOAD } } };
  return { ...doc, openapi: '3.1.1', components: { schemas: { ...components, ...schemas } } };
}
