import type { z } from 'zod';
import { checkModel } from './check-model.js';
import { Parameter } from './parameter.js';
import { RawSettings, type Settings, Settings as SettingsSchema } from './settings.schema.js';
import { SettingsError, type SettingsIssue } from './settings-error.js';

const join = (path: readonly PropertyKey[]) => path.map(String).join('.');

function fromZod(error: z.ZodError, prefix: readonly PropertyKey[] = []): SettingsIssue[] {
  return error.issues.flatMap((issue): SettingsIssue[] => {
    const path = join([...prefix, ...issue.path]);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: join([...prefix, ...issue.path, key]),
        rule: 'is not a known field',
        fix: 'Remove it or correct its spelling.',
      }));
    }
    const [rule, ...fix] = issue.message.split('. ');
    return [{ path, rule: rule ?? issue.message, fix: fix.join('. ') || 'Correct the value.' }];
  });
}

/** Replaces `{ "use": name }` by the shared parameter and its overrides. */
function expandParameters(raw: z.infer<typeof RawSettings>, issues: SettingsIssue[]): unknown {
  const models = Object.entries(raw.models).map(([modelId, model]) => {
    const parameters = Object.entries(model.parameters).flatMap(([name, parameter]) => {
      const path = ['models', modelId, 'parameters', name];
      if (!('use' in parameter)) return [[name, parameter] as const];
      const { use, ...overrides } = parameter;
      const shared = Object.hasOwn(raw.parameters, String(use)) ? raw.parameters[String(use)] : undefined;
      if (shared === undefined) {
        const known = Object.keys(raw.parameters).join(', ') || 'none';
        issues.push({
          path: join([...path, 'use']),
          rule: `"${String(use)}" is not a shared parameter`,
          fix: `Add it under "parameters" or use one of: ${known}.`,
        });
        return [];
      }
      const merged = Parameter.safeParse({ ...shared, ...overrides });
      if (!merged.success) {
        issues.push(...fromZod(merged.error, path));
        return [];
      }
      return [[name, merged.data] as const];
    });
    return [modelId, { ...model, parameters: Object.fromEntries(parameters) }] as const;
  });
  return { ...raw, models: Object.fromEntries(models) };
}

/**
 * Reads the content of `inference_settings.json`: checks it against the schema and every rule between fields, and
 * expands shared parameters.
 *
 * @param json the parsed JSON document
 * @returns settings with every parameter in full
 * @throws SettingsError naming path, rule and fix of everything that is wrong
 */
export function parseSettings(json: unknown): Settings {
  const raw = RawSettings.safeParse(json);
  if (!raw.success) throw new SettingsError(fromZod(raw.error));
  const issues: SettingsIssue[] = [];
  const expanded = expandParameters(raw.data, issues);
  if (issues.length > 0) throw new SettingsError(issues);
  const settings = SettingsSchema.safeParse(expanded);
  if (!settings.success) throw new SettingsError(fromZod(settings.error));
  if (Object.keys(settings.data.models).length === 0) {
    issues.push({ path: 'models', rule: 'must declare at least one model', fix: 'Add a model.' });
  }
  for (const [id, model] of Object.entries(settings.data.models)) issues.push(...checkModel(id, model, settings.data));
  if (issues.length > 0) throw new SettingsError(issues);
  return settings.data;
}
