import { MODE_OUTPUTS, type ModeName } from '../model/modes.js';
import { buildInputSchema } from './input-schema.js';
import type { Parameter } from './parameter.js';
import type { Settings, SettingsModel } from './settings.schema.js';
import type { SettingsIssue } from './settings-error.js';

/** Names that `size` provides. */
const SIZE_FIELDS = ['width', 'height'];

function checkParameter(path: string, parameter: Parameter, modes: ModeName[]): SettingsIssue[] {
  const issues: SettingsIssue[] = [];
  const add = (field: string, rule: string, fix: string) => issues.push({ path: `${path}.${field}`, rule, fix });
  for (const mode of parameter.modes ?? []) {
    if (!modes.includes(mode)) add('modes', `"${mode}" is not a mode of this model`, `Use: ${modes.join(', ')}.`);
  }
  if (parameter.type === 'integer' || parameter.type === 'number') {
    const { min, max } = parameter;
    if (min > max) add('min', `${min} is above max ${max}`, 'Swap them or correct one.');
    const value = parameter.default;
    if (value !== undefined && (value < min || value > max)) {
      add('default', `${value} is not between ${min} and ${max}`, 'Choose a default within the range.');
    }
    if (parameter.type === 'integer' && parameter.step !== undefined && value !== undefined) {
      if ((value - min) % parameter.step !== 0) {
        add('default', `${value} is not min plus a multiple of step ${parameter.step}`, 'Choose a reachable default.');
      }
    }
  }
  if (parameter.type === 'enum' && parameter.default !== undefined) {
    const values = parameter.options.map((o) => o.value);
    if (!values.includes(parameter.default)) {
      add('default', `"${parameter.default}" is not one of the options`, `Use: ${values.join(', ')}.`);
    }
  }
  if (parameter.type === 'string' && (parameter.default?.length ?? 0) > parameter.max_length) {
    add('default', `is longer than max_length ${parameter.max_length}`, 'Shorten it.');
  }
  const hasDefault = 'default' in parameter && parameter.default !== undefined;
  if (parameter.fixed && !hasDefault) add('fixed', 'needs a default', 'Add the value that is always used.');
  if (parameter.required && hasDefault) add('required', 'excludes a default', 'Remove one of the two.');
  return issues;
}

function checkSize(path: string, size: NonNullable<SettingsModel['size']>): SettingsIssue[] {
  const { custom, options } = size;
  if (!custom) return [];
  if (custom.min > custom.max) {
    return [{ path: `${path}.custom.min`, rule: `${custom.min} is above max ${custom.max}`, fix: 'Swap them.' }];
  }
  return options.flatMap((option, index) =>
    [option.width, option.height].every((v) => v >= custom.min && v <= custom.max && v % custom.multiple_of === 0)
      ? []
      : [
          {
            path: `${path}.options.${index}`,
            rule: `${option.width} × ${option.height} does not fit size.custom`,
            fix: `Keep sides between ${custom.min} and ${custom.max}, in multiples of ${custom.multiple_of}.`,
          },
        ],
  );
}

function checkSizeFrom(path: string, model: SettingsModel): SettingsIssue[] {
  const { size_from: from, parameters } = model;
  if (!from) return [];
  const issues: SettingsIssue[] = [];
  if (model.size) issues.push({ path, rule: 'excludes "size"', fix: 'Remove one of the two.' });
  for (const [field, type] of [
    ['image', 'image'],
    ['scale', 'integer'],
  ] as const) {
    if (parameters[from[field]]?.type === type) continue;
    const rule = `"${from[field]}" is not a parameter of type ${type}`;
    issues.push({ path: `${path}.${field}`, rule, fix: 'Name one that this model declares.' });
  }
  return issues;
}

function checkModal(path: string, model: SettingsModel, settings: Settings): SettingsIssue[] {
  const modal = model.runtimes.modal;
  if (!modal) return [];
  const hardware = settings.hardware[modal.gpu];
  if (hardware?.modal_gpu === undefined) {
    const known = Object.keys(settings.hardware).filter((name) => settings.hardware[name]?.modal_gpu !== undefined);
    return [
      {
        path: `${path}.gpu`,
        rule: `"${modal.gpu}" is not hardware with a modal_gpu`,
        fix: `Declare it under "hardware" or use: ${known.join(', ') || 'none declared'}.`,
      },
    ];
  }
  if (modal.vram_min_gib <= hardware.vram_gib) return [];
  return [
    {
      path: `${path}.vram_min_gib`,
      rule: `${modal.vram_min_gib} GiB do not fit ${modal.gpu} with ${hardware.vram_gib} GiB`,
      fix: 'Choose a larger gpu, or quantize the model.',
    },
  ];
}

/** Rules between the fields of one model that a schema cannot say. Returns what is wrong, with path, rule and fix. */
export function checkModel(id: string, model: SettingsModel, settings: Settings): SettingsIssue[] {
  const path = `models.${id}`;
  const modes = Object.keys(model.modes) as ModeName[];
  const issues: SettingsIssue[] = [];
  if (!modes.includes(model.default_mode)) {
    issues.push({
      path: `${path}.default_mode`,
      rule: `"${model.default_mode}" is not a mode of this model`,
      fix: `Use: ${modes.join(', ') || 'declare a mode first'}.`,
    });
  }
  for (const [mode, declared] of Object.entries(model.modes)) {
    const expected = MODE_OUTPUTS[mode as ModeName];
    if (declared.output !== expected) {
      issues.push({
        path: `${path}.modes.${mode}.output`,
        rule: `"${mode}" always makes ${expected}`,
        fix: `Write "${expected}".`,
      });
    }
  }
  for (const [name, parameter] of Object.entries(model.parameters)) {
    if (SIZE_FIELDS.includes(name)) {
      issues.push({ path: `${path}.parameters.${name}`, rule: 'is given by "size"', fix: 'Declare "size" instead.' });
    }
    issues.push(...checkParameter(`${path}.parameters.${name}`, parameter, modes));
  }
  if (model.size) issues.push(...checkSize(`${path}.size`, model.size));
  issues.push(...checkSizeFrom(`${path}.size_from`, model));
  issues.push(...checkModal(`${path}.runtimes.modal`, model, settings));
  if (issues.length > 0) return issues;
  return model.examples.flatMap((example, index) => {
    const where = `${path}.examples.${index}`;
    if (!modes.includes(example.mode)) {
      return [{ path: `${where}.mode`, rule: `"${example.mode}" is not a mode of this model`, fix: 'Correct it.' }];
    }
    const result = buildInputSchema(model, example.mode).safeParse(example.input);
    return (result.error?.issues ?? []).map((issue) => ({
      path: [where, 'input', ...issue.path].map(String).join('.'),
      rule: issue.message,
      fix: 'Correct the example.',
    }));
  });
}
