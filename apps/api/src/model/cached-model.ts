import { buildInputSchema, type ModeName, type SettingsModel } from '@easel/contracts';

type InputSchema = ReturnType<typeof buildInputSchema>;
const schemas = new WeakMap<SettingsModel, Map<ModeName, InputSchema>>();
const texts = new WeakMap<SettingsModel, string>();

/** The input schema of a model's mode, built once. */
export function inputSchemaOf(model: SettingsModel, mode: ModeName): InputSchema {
  const byMode = schemas.get(model) ?? new Map<ModeName, InputSchema>();
  schemas.set(model, byMode);
  const schema = byMode.get(mode) ?? buildInputSchema(model, mode);
  byMode.set(mode, schema);
  return schema;
}

/** A model's settings as the text that is kept with its tasks. */
export function settingsText(model: SettingsModel): string {
  const text = texts.get(model) ?? JSON.stringify(model);
  texts.set(model, text);
  return text;
}
