import { parseSync, Visitor } from 'oxc-parser';

export interface ImportFact {
  /** What is imported, or null when the source computes it at run time. */
  specifier: string | null;
  line: number;
}

export interface SourceFacts {
  imports: ImportFact[];
  /** Lines that name a global which talks to a network. */
  network: { name: string; line: number }[];
}

const NETWORK_GLOBALS = new Set(['fetch', 'XMLHttpRequest', 'EventSource', 'WebSocket', 'sendBeacon']);

/** Every way a file can reach another: import and export from, type-only or not, `import()`, `import('x')` types, `require`. */
export function readImports(path: string, source: string): SourceFacts {
  const facts: SourceFacts = { imports: [], network: [] };
  const lineAt = (offset: number) => source.slice(0, offset).split('\n').length;
  const add = (node: { start: number }, specifier: string | null) =>
    facts.imports.push({ specifier, line: lineAt(node.start) });
  const parsed = parseSync(path, source);
  const fatal = parsed.errors.find((error) => error.severity === 'Error');
  if (fatal) throw new Error(`${path} does not parse: ${fatal.message}`);
  new Visitor({
    ImportDeclaration: (node) => add(node, node.source.value),
    ExportAllDeclaration: (node) => add(node, node.source.value),
    ExportNamedDeclaration: (node) => {
      if (node.source) add(node, node.source.value);
    },
    ImportExpression: (node) => add(node, literalText(node.source)),
    TSImportType: (node) => add(node, literalText(node.source)),
    TSExternalModuleReference: (node) => add(node, literalText(node.expression)),
    CallExpression: (node) => {
      if (isRequire(node.callee)) add(node, node.arguments[0] ? literalText(node.arguments[0]) : null);
    },
    Identifier: (node) => {
      if (NETWORK_GLOBALS.has(node.name)) facts.network.push({ name: node.name, line: lineAt(node.start) });
    },
  }).visit(parsed.program);
  return facts;
}

interface Node {
  type: string;
}

function literalText(node: Node): string | null {
  if (node.type === 'Literal' && 'value' in node && typeof node.value === 'string') return node.value;
  if (node.type === 'TSLiteralType' && 'literal' in node) return literalText(node.literal as Node); // as: shape given by its type
  if (node.type === 'TemplateLiteral' && 'quasis' in node && Array.isArray(node.quasis) && node.quasis.length === 1) {
    return String(node.quasis[0].value.cooked);
  }
  return null;
}

function isRequire(callee: Node): boolean {
  if (callee.type === 'Identifier' && 'name' in callee) return callee.name === 'require';
  if (callee.type !== 'MemberExpression' || !('object' in callee) || !('property' in callee)) return false;
  const object = callee.object as Node & { name?: string }; // as: both are nodes of the same tree
  const property = callee.property as Node & { name?: string };
  return object.name === 'require' && property.name === 'resolve';
}
