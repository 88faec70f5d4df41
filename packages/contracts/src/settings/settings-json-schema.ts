import { toJsonSchema } from './json-schema.js';
import { RawSettings } from './settings.schema.js';

/** JSON Schema of `inference_settings.json`, for editors. */
export const settingsJsonSchema = (): Record<string, unknown> => ({
  ...toJsonSchema(RawSettings, 'input'),
  title: 'Easel inference settings',
});
