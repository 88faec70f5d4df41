import { parseSync, Visitor } from 'oxc-parser';

/** The keys written in the object literal that has a key at this place. */
export function keysBeside(path: string, source: string, line: number, column: number): string[] {
  const before = source.split('\n').slice(0, line - 1);
  const offset = before.reduce((length, text) => length + text.length + 1, 0) + column - 1;
  const keys: string[] = [];
  new Visitor({
    ObjectExpression: (node) => {
      const named = node.properties.flatMap((property) =>
        property.type === 'Property' && property.key.type === 'Identifier' ? [property.key] : [],
      );
      if (named.some((key) => key.start === offset)) keys.push(...named.map((key) => key.name));
    },
  }).visit(parseSync(path, source).program);
  return keys;
}
