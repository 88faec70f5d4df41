import { parseSync, Visitor } from 'oxc-parser';

/** The names a file reads from objects: `task.status`, `task?.status`, `const { status } = task`. */
export function readNames(path: string, source: string): Set<string> {
  const names = new Set<string>();
  new Visitor({
    MemberExpression: (node) => {
      if (!node.computed && node.property.type === 'Identifier') names.add(node.property.name);
    },
    ObjectPattern: (node) => {
      for (const property of node.properties) {
        if (property.type === 'Property' && property.key.type === 'Identifier') names.add(property.key.name);
      }
    },
  }).visit(parseSync(path, source).program);
  return names;
}
