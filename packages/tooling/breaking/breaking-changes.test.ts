import { describe, expect, it } from 'vitest';
import { breakingChanges } from './breaking-changes.ts';
import type { OpenApiDocument } from './json-schema.ts';

const LAMP = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    state: { type: 'string', enum: ['on', 'off'] },
    note: { type: ['string', 'null'] },
    bulbs: { type: 'array', items: { $ref: '#/components/schemas/Bulb' } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    shade: {
      anyOf: [
        {
          type: 'object',
          properties: { kind: { const: 'paper' }, colour: { type: 'string' } },
          required: ['kind', 'colour'],
        },
        {
          type: 'object',
          properties: { kind: { const: 'glass' }, bits: { type: 'integer' } },
          required: ['kind', 'bits'],
        },
        { type: 'null' },
      ],
    },
  },
  required: ['id', 'state', 'note', 'bulbs'],
};

const CREATE = {
  type: 'object',
  properties: {
    name: { type: 'string', maxLength: 100 },
    watts: { type: 'number', minimum: 0, maximum: 100 },
    state: { type: 'string', enum: ['on', 'off'] },
    size: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
  },
  required: ['name'],
  additionalProperties: false,
};

const DOCUMENT = {
  paths: {
    '/lamps': {
      post: {
        requestBody: { content: { 'application/json': { schema: CREATE } } },
        responses: {
          201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Lamp' } } } },
          400: { content: { 'application/problem+json': { schema: { type: 'object' } } } },
        },
      },
      get: {
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } }],
        responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Lamp' } } } } },
      },
    },
    '/lamps/{id}': { delete: { responses: { 204: {} } } },
  },
  components: {
    schemas: {
      Lamp: LAMP,
      Bulb: {
        type: 'object',
        properties: { watts: { type: 'number' }, spare: { $ref: '#/components/schemas/Bulb' } },
        required: ['watts'],
      },
    },
  },
};

type Path = (string | number)[];

/** The document with one place changed; `undefined` removes the place. */
function changed(...changes: [path: Path, value: unknown][]): OpenApiDocument {
  const copy = structuredClone(DOCUMENT);
  for (const [path, value] of changes) {
    // biome-ignore lint/suspicious/noExplicitAny: a walk along a path of any shape
    const parent = path.slice(0, -1).reduce((place: any, step) => place[step], copy);
    const last = path.at(-1) ?? '';
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return copy as unknown as OpenApiDocument; // as: still an OpenAPI document
}

const lamp: Path = ['components', 'schemas', 'Lamp', 'properties'];
const body: Path = ['paths', '/lamps', 'post', 'requestBody', 'content', 'application/json', 'schema'];
const query: Path = ['paths', '/lamps', 'get', 'parameters'];

describe('breaks a caller', () => {
  const cases: [what: string, now: OpenApiDocument, line: string][] = [
    ['a removed path', changed([['paths', '/lamps/{id}'], undefined]), '/lamps/{id}: is gone'],
    ['a removed operation', changed([['paths', '/lamps', 'get'], undefined]), 'GET /lamps: is gone'],
    [
      'a removed status',
      changed([['paths', '/lamps', 'post', 'responses', 400], undefined]),
      'POST /lamps 400: is gone',
    ],
    [
      'a removed media type',
      changed([['paths', '/lamps', 'get', 'responses', 200, 'content'], { 'text/csv': {} }]),
      'GET /lamps 200: application/json is gone',
    ],
    ['a removed response field', changed([[...lamp, 'state'], undefined]), 'GET /lamps 200.state: is gone'],
    [
      'a removed response field, deep',
      changed([['components', 'schemas', 'Bulb', 'properties', 'watts'], undefined]),
      'GET /lamps 200.bulbs[].watts: is gone',
    ],
    [
      'a response field that may be absent',
      changed([
        ['components', 'schemas', 'Lamp', 'required'],
        ['id', 'note', 'bulbs'],
      ]),
      'GET /lamps 200.state: may now be absent',
    ],
    [
      'a response field that may be null',
      changed([
        [...lamp, 'id', 'type'],
        ['string', 'null'],
      ]),
      '.id: may now be null',
    ],
    ['a response field of another type', changed([[...lamp, 'id', 'type'], 'integer']), '.id: may now be integer'],
    [
      'a new response value',
      changed([
        [...lamp, 'state', 'enum'],
        ['on', 'off', 'dim'],
      ]),
      '.state: may now be "dim"',
    ],
    ['any response value', changed([[...lamp, 'state', 'enum'], undefined]), '.state: may now be any string'],
    [
      'another type of label',
      changed([[...lamp, 'labels', 'additionalProperties', 'type'], 'number']),
      '.labels.*: may now',
    ],
    [
      'a changed branch of a union',
      changed([[...lamp, 'shade', 'anyOf', 1, 'properties', 'bits', 'type'], 'string']),
      '.shade.bits: may now be string',
    ],
    ['a removed parameter', changed([query, []]), 'GET /lamps query limit: is gone'],
    [
      'a narrower parameter',
      changed([[...query, 0, 'schema', 'maximum'], 50]),
      'query limit: maximum is narrower (100 → 50)',
    ],
    ['a required parameter', changed([[...query, 0, 'required'], true]), 'query limit: is now required'],
    [
      'a new required parameter',
      changed([[...query, 1], { name: 'room', in: 'query', required: true, schema: { type: 'string' } }]),
      'query room: is now required',
    ],
    ['a removed request field', changed([[...body, 'properties', 'watts'], undefined]), 'body.watts: is gone'],
    [
      'a required request field',
      changed([
        [...body, 'required'],
        ['name', 'watts'],
      ]),
      'body.watts: is now required',
    ],
    [
      'a narrower request type',
      changed([[...body, 'properties', 'watts', 'type'], 'integer']),
      'body.watts: no longer accepts number',
    ],
    [
      'a removed request value',
      changed([[...body, 'properties', 'state', 'enum'], ['on']]),
      'body.state: no longer accepts "off"',
    ],
    [
      'a new request enum',
      changed([[...body, 'properties', 'name', 'enum'], ['a']]),
      'body.name: no longer accepts just any string',
    ],
    [
      'a shorter request text',
      changed([[...body, 'properties', 'name', 'maxLength'], 50]),
      'maxLength is narrower (100 → 50)',
    ],
    [
      'a new request limit',
      changed([[...body, 'properties', 'name', 'minLength'], 1]),
      'minLength is narrower (none → 1)',
    ],
    ['a new request pattern', changed([[...body, 'properties', 'name', 'pattern'], '^a']), 'pattern is narrower'],
    [
      'a removed branch of a request',
      changed([[...body, 'properties', 'size'], { type: 'integer' }]),
      'body.size: no longer accepts string',
    ],
    [
      'a required body',
      changed([['paths', '/lamps', 'post', 'requestBody', 'required'], true]),
      'POST /lamps body: is now required',
    ],
  ];
  it.each(cases)('%s', (_what, now, line) => {
    const problems = breakingChanges(changed(), now);
    expect(problems.join('\n')).toContain(line);
  });
});

describe('breaks nobody', () => {
  const cases: [what: string, now: OpenApiDocument][] = [
    ['no change', changed()],
    ['a new path', changed([['paths', '/rooms'], {}])],
    ['a new operation', changed([['paths', '/lamps', 'put'], {}])],
    ['a new response field', changed([[...lamp, 'room'], { type: 'string' }])],
    [
      'a response field that is always there',
      changed([['components', 'schemas', 'Lamp', 'required'], Object.keys(LAMP.properties)]),
    ],
    ['a response value that is never sent', changed([[...lamp, 'state', 'enum'], ['on']])],
    ['a response field that is never null', changed([[...lamp, 'note', 'type'], 'string'])],
    ['a union without one of its branches', changed([[...lamp, 'shade'], { type: 'null' }])],
    ['a new optional request field', changed([[...body, 'properties', 'room'], { type: 'string' }])],
    ['a request field that may be absent', changed([[...body, 'required'], []])],
    [
      'a wider request value',
      changed([
        [...body, 'properties', 'state', 'enum'],
        ['on', 'off', 'dim'],
      ]),
    ],
    ['a wider request limit', changed([[...body, 'properties', 'watts', 'maximum'], 200])],
    ['a request limit that is lifted', changed([[...body, 'properties', 'watts', 'maximum'], undefined])],
    ['a new optional parameter', changed([[...query, 1], { name: 'room', in: 'query', schema: { type: 'string' } }])],
  ];
  it.each(cases)('%s', (_what, now) => {
    expect(breakingChanges(changed(), now)).toEqual([]);
  });
});
