import { filesBelow, readText } from '../boundaries/source-tree.ts';
import { isTestPath } from '../boundaries/targets.ts';
import { declaredNames, namesInErrors, renameFields, schemaFields } from './contract-fields.ts';
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
    const broken = await alreadyBroken(contracts);
    if (broken.length > 0) return broken;
    const noticed: Noticed = new Map();
    for (const schema of SCHEMAS) await renameAll(contracts, schema, noticed);
    await renameOneByOne(contracts, noticed);
    for (const [key, fields] of noticed) report(`${key}: ${[...fields].sort().join(' ')}`);
    return [...unread(noticed), ...unproduced(contracts, noticed), ...unnoticed(root, contracts, noticed)];
  } finally {
    contracts.clear();
  }
}

async function alreadyBroken(contracts: RenamedContracts): Promise<string[]> {
  const problems: string[] = [];
  for (const app of [PRODUCER, ...READERS]) {
    const [first] = (await contracts.errors(app)).split('\n');
    if (first) problems.push(`${app.name} does not compile before anything is renamed: ${first}`);
  }
  return problems;
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

/** A reader names each field that it misses, so one check tells them all. */
async function renameAll(contracts: RenamedContracts, schema: Schema, noticed: Noticed): Promise<void> {
  const names = fieldNames(contracts, schema);
  rename(contracts, schema, () => true);
  for (const app of [PRODUCER, ...READERS]) {
    note(noticed, app, schema, namesInErrors(await contracts.errors(app), names));
  }
  rename(contracts, schema, () => false);
}

/** Where a whole object is written down, only its first wrong field is reported: the rest one at a time. */
async function renameOneByOne(contracts: RenamedContracts, noticed: Noticed): Promise<void> {
  const left = SCHEMAS.map((schema) => ({ schema, names: missing(contracts, noticed, schema) }));
  const rounds = Math.max(...left.map(({ names }) => names.length));
  for (let round = 0; round < rounds; round += 1) {
    const now = left.flatMap(({ schema, names }) => names.slice(round, round + 1).map((name) => ({ schema, name })));
    for (const { schema, name } of now) rename(contracts, schema, (field) => field === name);
    const errors = await contracts.errors(PRODUCER);
    for (const { schema, name } of now) {
      note(noticed, PRODUCER, schema, namesInErrors(errors, [name]));
      rename(contracts, schema, () => false);
    }
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
