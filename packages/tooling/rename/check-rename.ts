import { filesBelow, readText } from '../boundaries/source-tree.ts';
import { isTestPath } from '../boundaries/targets.ts';
import { declaredNames, namesInErrors, renameFields, schemaFields } from './contract-fields.ts';
import { keysBeside } from './literal-keys.ts';
import { readNames } from './read-names.ts';
import { type App, RenamedContracts } from './renamed-contracts.ts';

const SCHEMAS = [
  { name: 'Task', path: 'task/task.schema.ts' },
  { name: 'Asset', path: 'asset/asset.schema.ts' },
  { name: 'Model', path: 'model/model.schema.ts' },
];
type Schema = (typeof SCHEMAS)[number];

/** The API produces every field; the others read what they need. */
const PRODUCER: App = { name: 'api', folder: 'apps/api' };
const READERS: App[] = [
  { name: 'web', folder: 'apps/web' },
  { name: 'admin', folder: 'apps/admin' },
  { name: 'sdk', folder: 'packages/sdk' },
];

const CODE = /(?<!\.d)\.tsx?$/;

/** By app and schema, the fields whose renaming its type check noticed. */
export type Noticed = Map<string, Set<string>>;

/** Renames the fields of task, asset and model in a copy of contracts; each app that reads one must stop compiling. */
export async function checkRename(root: string, report: (line: string) => void = () => {}): Promise<string[]> {
  const contracts = new RenamedContracts(root, [PRODUCER, ...READERS]);
  try {
    const noticed: Noticed = new Map();
    for (const schema of SCHEMAS) await renameAll(root, contracts, schema, noticed);
    await renameTheRest(contracts, noticed);
    for (const [key, fields] of noticed) report(`${key}: ${[...fields].sort().join(' ')}`);
    return [...unread(noticed), ...unproduced(contracts, noticed), ...unnoticed(root, contracts, noticed)];
  } finally {
    contracts.clear();
  }
}

function fieldNames(contracts: RenamedContracts, schema: Schema): string[] {
  const names = schemaFields(contracts.read(schema.path), schema.name).map(({ name }) => name);
  if (names.length === 0) throw new Error(`packages/contracts/src/${schema.path} declares no fields of ${schema.name}`);
  return names;
}

function rename(contracts: RenamedContracts, { name, path }: Schema, isRenamed: (field: string) => boolean): void {
  const source = contracts.read(path);
  contracts.write(
    path,
    renameFields(
      source,
      schemaFields(source, name).filter((field) => isRenamed(field.name)),
    ),
  );
}

function note(noticed: Noticed, app: App, schema: Schema, fields: Iterable<string>): void {
  const key = `${app.name} ${schema.name}`;
  noticed.set(key, new Set([...(noticed.get(key) ?? []), ...fields]));
}

/** Whoever reads a field names it in an error of its own, so one check tells them all. */
async function renameAll(root: string, contracts: RenamedContracts, schema: Schema, noticed: Noticed): Promise<void> {
  const names = fieldNames(contracts, schema);
  rename(contracts, schema, () => true);
  for (const app of [PRODUCER, ...READERS]) {
    const errors = await contracts.errors(app);
    note(noticed, app, schema, namesInErrors(errors, names));
    note(
      noticed,
      app,
      schema,
      names.filter((name) => writtenKeys(root, errors).has(name)),
    );
  }
  rename(contracts, schema, () => false);
}

const UNKNOWN_KEY = /^(\S.*?)\((\d+),(\d+)\): error TS2353:/gm;

/** Of an object that is written down only the first unknown key is reported; each key beside it would be one alone. */
function writtenKeys(root: string, errors: string): Set<string> {
  const keys = [...errors.matchAll(UNKNOWN_KEY)].flatMap(([, path = '', line, column]) =>
    keysBeside(path, readText(root, path), Number(line), Number(column)),
  );
  return new Set(keys);
}

/** What the producer has not noticed yet, once more without the errors that may have hidden it. */
async function renameTheRest(contracts: RenamedContracts, noticed: Noticed): Promise<void> {
  const left = SCHEMAS.map((schema) => ({ schema, names: missing(contracts, noticed, schema) }));
  if (left.every(({ names }) => names.length === 0)) return;
  for (const { schema, names } of left) rename(contracts, schema, (field) => names.includes(field));
  const errors = await contracts.errors(PRODUCER);
  for (const { schema, names } of left) {
    note(noticed, PRODUCER, schema, namesInErrors(errors, names));
    rename(contracts, schema, () => false);
  }
}

function missing(contracts: RenamedContracts, noticed: Noticed, schema: Schema): string[] {
  const known = noticed.get(`${PRODUCER.name} ${schema.name}`);
  return fieldNames(contracts, schema).filter((name) => !known?.has(name));
}

function unread(noticed: Noticed): string[] {
  return [...noticed]
    .filter(([, fields]) => fields.size === 0)
    .map(([key]) => `${key}: no field is read, or none is typed`);
}

function unproduced(contracts: RenamedContracts, noticed: Noticed): string[] {
  return SCHEMAS.flatMap((schema) =>
    missing(contracts, noticed, schema).map(
      (name) => `${PRODUCER.name} compiles although ${schema.name}.${name} is called otherwise`,
    ),
  );
}

/** A name that only task, asset and model have and that an app reads must have been missed by its type check. */
function unnoticed(root: string, contracts: RenamedContracts, noticed: Noticed): string[] {
  const ours = new Set(SCHEMAS.flatMap((schema) => fieldNames(contracts, schema)));
  const telling = [...ours].filter((name) => name.includes('_') && isOnlyOurs(root, contracts, name));
  return READERS.flatMap((app) => {
    const read = namesReadBy(root, app);
    const seen = new Set(SCHEMAS.flatMap((schema) => [...(noticed.get(`${app.name} ${schema.name}`) ?? [])]));
    return telling
      .filter((name) => read.has(name) && !seen.has(name))
      .map((name) => `${app.name} reads ${name} but compiles although it is called otherwise: is it cast, or any?`);
  });
}

function isOnlyOurs(root: string, contracts: RenamedContracts, name: string): boolean {
  const declared = filesBelow(root, 'packages/contracts/src', CODE).flatMap((path) =>
    declaredNames(readText(root, path)),
  );
  const own = SCHEMAS.flatMap((schema) => fieldNames(contracts, schema));
  const count = (names: string[]) => names.filter((each) => each === name).length;
  return count(declared) === count(own);
}

function namesReadBy(root: string, app: App): Set<string> {
  const files = filesBelow(root, `${app.folder}/src`, CODE).filter((path) => !isTestPath(path));
  return new Set(files.flatMap((path) => [...readNames(path, readText(root, path))]));
}
