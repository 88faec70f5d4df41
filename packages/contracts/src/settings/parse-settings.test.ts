import { expect, test } from 'vitest';
import { fixture, readJson } from '../../test/fixtures.js';
import { parseSettings } from './parse-settings.js';
import { SettingsError } from './settings-error.js';

type Path = (string | number)[];
interface Change {
  at: Path;
  value?: unknown;
  /** Takes the value from elsewhere in the file. */
  copy?: Path;
}
interface Broken extends Change {
  why: string;
  and?: Change;
  path: string;
  rule: string;
}

// biome-ignore lint/suspicious/noExplicitAny: JSON of any shape, changed by path.
function change(json: any, { at, value, copy }: Change): void {
  const inner = at.slice(0, -1).reduce((part, key) => part[key], json);
  const last = at.at(-1) ?? '';
  const set = copy ? copy.reduce((part, key) => part[key], json) : value;
  if (set === undefined) delete inner[last];
  else inner[last] = set;
}

function issuesOf(json: unknown) {
  try {
    parseSettings(json);
  } catch (error) {
    if (error instanceof SettingsError) return { issues: error.issues, message: error.message };
    throw error;
  }
  throw new Error('the settings were accepted');
}

test('the shipped settings and the fixture are accepted, and shared parameters are expanded', () => {
  expect(Object.keys(parseSettings(readJson('inference_settings.json')).models).length).toBeGreaterThan(0);
  const [model] = Object.values(parseSettings(fixture('settings/every-parameter.json')).models);
  expect(model?.parameters.prompt).toMatchObject({ type: 'string', label: 'Prompt', required: true, multiline: true });
  expect(model?.max_attempts).toBe(3);
});

test.each(fixture('settings/broken.json') as Broken[])('$why: path, rule and fix are named', (broken) => {
  const json = fixture('settings/every-parameter.json');
  change(json, broken);
  if (broken.and) change(json, broken.and);
  const { issues, message } = issuesOf(json);
  const issue = issues.find((i) => i.path === broken.path);
  expect([issues.map((i) => `${i.path}: ${i.rule}`), issue !== undefined]).toEqual([expect.anything(), true]);
  expect(issue?.rule).toContain(broken.rule);
  expect(issue?.fix).toMatch(/\S/);
  expect(message).toContain(`  ${broken.path}: `);
});

test('everything that is wrong is named at once', () => {
  const json = fixture('settings/every-parameter.json');
  const [model] = Object.keys(json.models);
  json.models[String(model)].default_mode = 'upscale';
  json.models[String(model)].parameters.steps.default = 98;
  const { issues, message } = issuesOf(json);
  expect(issues).toHaveLength(2);
  expect(message).toMatch(/^inference_settings\.json has 2 errors:\n {2}.*\n {2}.*$/);
});

test('names that JavaScript knows are names like any other', () => {
  const json = fixture('settings/every-parameter.json');
  const [model] = Object.keys(json.models);
  json.models[String(model)].parameters.prompt = { use: 'constructor' };
  expect(issuesOf(json).issues[0]?.path).toMatch(/prompt\.use$/);
});
