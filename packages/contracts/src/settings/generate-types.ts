import type { ModeName } from '../model/modes.js';
import { parametersOf } from './input-schema.js';
import type { Parameter } from './parameter.js';
import type { Settings, SettingsModel } from './settings.schema.js';

const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const key = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name));

function literal(p: Parameter): string {
  if (p.fixed && 'default' in p && p.default !== undefined) {
    return typeof p.default === 'string' ? quote(p.default) : String(p.default);
  }
  switch (p.type) {
    case 'enum':
      return p.options.map((o) => quote(o.value)).join(' | ');
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'image':
      return 'AssetRef';
    case 'keyframes':
      return 'Array<{ frame: number; image: AssetRef; strength?: number }>';
    default:
      return 'number';
  }
}

function doc(p: Parameter): string {
  const range = 'min' in p ? ` ${p.min} to ${p.max}.` : '';
  const fallback = 'default' in p && p.default !== undefined ? ` Default ${String(p.default)}.` : '';
  const help = p.help ? `: ${p.help.replaceAll('*/', '* /').replace(/\.?$/, '.')}` : '.';
  return `/** ${p.label}${help}${range}${fallback} */`;
}

function sideType(model: SettingsModel, side: 'width' | 'height'): string {
  if (!model.size || model.size.custom) return 'number';
  return [...new Set(model.size.options.map((o) => o[side]))].join(' | ');
}

function modeLines(model: SettingsModel, mode: ModeName): string[] {
  const declared = model.modes[mode];
  const fields = parametersOf(model, mode).flatMap(([name, p]) => [
    `        ${doc(p)}`,
    `        ${key(name)}${p.required ? '' : '?'}: ${literal(p)};`,
  ]);
  const sides = model.size
    ? (['width', 'height'] as const).map((side) => `        ${side}?: ${sideType(model, side)};`)
    : [];
  return [
    `    ${mode}: {`,
    `      output: ${quote(declared?.output ?? 'image')};`,
    '      input: {',
    ...fields,
    ...sides,
    '      };',
    '    };',
  ];
}

/**
 * TypeScript source with literal types of every model, mode and parameter of the settings: the type parameter of the
 * SDK's client. A misspelt parameter does not compile.
 *
 * @returns the source of a module that exports the interface `EaselModels`
 */
export function generateModelTypes(settings: Settings): string {
  const models = Object.entries(settings.models).flatMap(([id, model]) => [
    `  /** ${model.name}: ${model.description.replaceAll('*/', '* /')} */`,
    `  ${key(id)}: {`,
    `    default_mode: ${quote(model.default_mode)};`,
    '    modes: {',
    ...(Object.keys(model.modes) as ModeName[]).flatMap((mode) => modeLines(model, mode).map((l) => `  ${l}`)),
    '    };',
    '  };',
  ]);
  return [
    '// Generated from inference_settings.json. Do not edit: change the settings and generate again.',
    '',
    '/** An asset id, or bytes that the client uploads first. */',
    'export type AssetRef = string | Blob;',
    '',
    '/** Every model of the settings with the input of each mode. */',
    'export interface EaselModels {',
    ...models,
    '}',
    '',
  ].join('\n');
}
