import { parseSync, Visitor } from 'oxc-parser';

export interface Field {
  name: string;
  /** Where the name stands in the source. */
  start: number;
  end: number;
}

const RENAMED = '_renamed';

/** The fields of `const <name> = z.object({ … })`, wherever the object stands in the chain of calls. */
export function schemaFields(source: string, name: string): Field[] {
  const fields: Field[] = [];
  new Visitor({
    VariableDeclarator: (node) => {
      if (node.id.type !== 'Identifier' || node.id.name !== name || !node.init) return;
      const outermost = objectArguments(node.init, source).sort((a, b) => a.start - b.start)[0];
      fields.push(...(outermost?.fields ?? []));
    },
  }).visit(parseSync(`${name}.ts`, source).program);
  return fields;
}

interface Span {
  start: number;
  end: number;
}

/** The object literals that are handed to `z.object` or `z.strictObject` within a span of the source. */
function objectArguments(within: Span, source: string): { start: number; fields: Field[] }[] {
  const found: { start: number; fields: Field[] }[] = [];
  new Visitor({
    CallExpression: (node) => {
      if (node.start < within.start || node.end > within.end) return;
      const callee = node.callee;
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      if (!['object', 'strictObject'].includes(callee.property.name)) return;
      const argument = node.arguments[0];
      if (argument?.type !== 'ObjectExpression') return;
      const fields = argument.properties.flatMap((property) =>
        property.type === 'Property' && property.key.type === 'Identifier'
          ? [{ name: property.key.name, start: property.key.start, end: property.key.end }]
          : [],
      );
      found.push({ start: argument.start, fields });
    },
  }).visit(parseSync('schema.ts', source).program);
  return found;
}

/** Every field name in the source that belongs to an object schema, as often as it is declared. */
export function declaredNames(source: string): string[] {
  return objectArguments({ start: 0, end: source.length }, source).flatMap(({ fields }) =>
    fields.map(({ name }) => name),
  );
}

/** The source with some fields called otherwise. */
export function renameFields(source: string, fields: Field[]): string {
  return [...fields]
    .sort((a, b) => b.start - a.start)
    .reduce((text, field) => `${text.slice(0, field.end)}${RENAMED}${text.slice(field.end)}`, source);
}

/**
 * The fields that the errors of the type checker speak of: a name that stands alone in quotes, or in a list of what is
 * missing. A type that is printed in a message names its fields too, and says nothing about them.
 */
export function namesInErrors(errors: string, fields: Iterable<string>): Set<string> {
  const named = new Set<string>();
  for (const line of errors.replaceAll(/Did you mean .*$/gm, '').split('\n')) {
    for (const [, name = ''] of line.matchAll(/'"?(\w+)"?'/g)) named.add(name.replace(RENAMED, ''));
    const listed = /: (\w+(?:, \w+)+)(?:,? and \d+ more)?\.?$/.exec(line)?.[1] ?? '';
    for (const name of listed.split(', ')) named.add(name.replace(RENAMED, ''));
  }
  return new Set([...fields].filter((field) => named.has(field)));
}
