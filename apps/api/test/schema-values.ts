import fc from 'fast-check';

export type Schema = Record<string, unknown>;
type Components = Record<string, Schema>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const number = (value: unknown, fallback: number) => (typeof value === 'number' ? value : fallback);

/** Follows a reference within a document. */
export function resolve(schema: Schema, components: Components): Schema {
  if (typeof schema.$ref !== 'string') return schema;
  const found = components[schema.$ref.replace('#/components/schemas/', '')];
  if (!found) throw new Error(`${schema.$ref} leads nowhere`);
  return resolve(found, components);
}

function text(schema: Schema): fc.Arbitrary<string> {
  if (typeof schema.pattern === 'string') return fc.stringMatching(new RegExp(schema.pattern));
  const minLength = number(schema.minLength, 0);
  return fc.string({ minLength, maxLength: Math.min(number(schema.maxLength, 60), minLength + 60), unit: 'grapheme' });
}

function object(schema: Schema, components: Components): fc.Arbitrary<unknown> {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const requiredKeys = Array.isArray(schema.required) ? schema.required : [];
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, valuesOf(isSchema(inner) ? inner : {}, components)]),
  );
  if (Object.keys(fields).length > 0) return fc.record(fields, { requiredKeys });
  const values = isSchema(schema.additionalProperties)
    ? valuesOf(schema.additionalProperties, components)
    : fc.constant('x');
  return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), values, { maxKeys: 3 });
}

/** Values that a JSON Schema accepts, as far as it can say what it accepts. */
export function valuesOf(given: Schema, components: Components): fc.Arbitrary<unknown> {
  const schema = resolve(given, components);
  const choices = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(choices)) return fc.oneof(...choices.map((choice) => valuesOf(choice, components)));
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const min = number(schema.minimum, 0);
  switch (schema.type) {
    case 'string':
      return text(schema);
    case 'integer': {
      const step = number(schema.multipleOf, 1);
      const first = Math.ceil(min / step);
      return fc
        .integer({ min: first, max: Math.max(first, Math.floor(number(schema.maximum, 1000) / step)) })
        .map((n) => n * step);
    }
    case 'number':
      return fc.double({ min, max: number(schema.maximum, 1000), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valuesOf(isSchema(schema.items) ? schema.items : {}, components), {
        minLength: number(schema.minItems, 0),
        maxLength: Math.min(5, number(schema.maxItems, 5)),
      });
    case 'object':
      return object(schema, components);
    default:
      return fc.jsonValue();
  }
}

function takesNull(given: unknown, components: Components): boolean {
  if (!isSchema(given)) return false;
  const schema = resolve(given, components);
  const choices = schema.oneOf ?? schema.anyOf;
  return Array.isArray(choices) ? choices.some((choice) => takesNull(choice, components)) : schema.type === 'null';
}

/** Breaks a valid object: a field too many, one missing, or one of a wrong type. */
export function broken(given: Schema, components: Components): fc.Arbitrary<unknown> {
  const schema = resolve(given, components);
  const choices = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(choices)) return fc.oneof(...choices.map((choice) => broken(choice, components)));
  const valid = valuesOf(schema, components).map((value) => (isSchema(value) ? value : {}));
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const names = Object.keys(properties);
  const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  const ways = [
    fc
      .tuple(valid, fc.stringMatching(/^zz[a-z]{1,6}$/), fc.jsonValue())
      .map(([value, name, extra]) => ({ ...value, [name]: extra })),
    fc.constantFrom<unknown>([], 'text', 7, true),
  ];
  if (names.length > 0) {
    const wrong = names.flatMap((name): [string, unknown][] => {
      const odd: unknown[] = [[[]], { zz: {} }];
      if (!takesNull(properties[name], components)) odd.push(null);
      return odd.map((value) => [name, value]);
    });
    ways.push(fc.tuple(valid, fc.constantFrom(...wrong)).map(([value, [name, odd]]) => ({ ...value, [name]: odd })));
  }
  if (required.length > 0) {
    ways.push(
      fc.tuple(valid, fc.constantFrom(...required)).map(([value, name]) => {
        const { [name]: _, ...rest } = value;
        return rest;
      }),
    );
  }
  return fc.oneof(...ways);
}
