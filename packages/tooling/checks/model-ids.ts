import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineOf, projectFiles, textOf } from './project-files.ts';

const SOURCE = /\.(tsx?|mjs|js|py|css|html)$/;
const GENERATED_OR_FIXTURE = /(^|\/)(generated|fixtures)\//;

/** A model is named in inference_settings.json and in nothing but what is generated from it. */
export function checkModelIds(root: string): string[] {
  const settings = join(root, 'inference_settings.json');
  if (!existsSync(settings)) return ['inference_settings.json is missing'];
  const ids = Object.keys(JSON.parse(readFileSync(settings, 'utf8')).models ?? {});
  if (ids.length === 0) return ['inference_settings.json declares no model'];
  const quoted = new RegExp(`(["'\`])(${ids.map((id) => RegExp.escape(id)).join('|')})\\\\?\\1`, 'g');
  return projectFiles(root)
    .filter((path) => SOURCE.test(path) && !GENERATED_OR_FIXTURE.test(path))
    .flatMap((path) => {
      const text = textOf(root, path) ?? '';
      return [...text.matchAll(quoted)].map(
        (match) => `${path}:${lineOf(text, match.index)} names the model ${match[0]}; take it from the settings`,
      );
    });
}
