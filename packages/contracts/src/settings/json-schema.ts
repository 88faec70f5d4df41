import { z } from 'zod';

type Json = Record<string, unknown>;

/**
 * JSON Schema (draft 2020-12) of a zod schema, without the noise of safe-integer bounds.
 *
 * @param io `input` for what may be sent, `output` for what is returned
 */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  return z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'throw',
    override: ({ jsonSchema }) => {
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  }) as Json;
}
