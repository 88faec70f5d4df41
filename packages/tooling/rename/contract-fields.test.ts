import { expect, it } from 'vitest';
import { declaredNames, namesInErrors, renameFields, schemaFields } from './contract-fields.ts';

const SOURCE = `
const Inner = z.object({ watts: z.number() });
export const Lamp = z
  .strictObject({ id: idSchema('lamp'), stamps: z.object({ made_at: Time }), bulbs: z.array(Inner) })
  .meta({ id: 'Lamp' });
export type Lamp = z.infer<typeof Lamp>;
`;

it('finds the fields of a schema, not those of the objects inside it', () => {
  expect(schemaFields(SOURCE, 'Lamp').map(({ name }) => name)).toEqual(['id', 'stamps', 'bulbs']);
  expect(schemaFields(SOURCE, 'Inner').map(({ name }) => name)).toEqual(['watts']);
  expect(schemaFields(SOURCE, 'Missing')).toEqual([]);
});

it('counts every declaration of a name', () => {
  expect(declaredNames(SOURCE).sort()).toEqual(['bulbs', 'id', 'made_at', 'stamps', 'watts']);
});

it('renames a field where it is declared and nowhere else', () => {
  const renamed = renameFields(SOURCE, schemaFields(SOURCE, 'Lamp'));
  expect(renamed).toContain(
    `id_renamed: idSchema('lamp'), stamps_renamed: z.object({ made_at: Time }), bulbs_renamed:`,
  );
  expect(renamed).toContain(`.meta({ id: 'Lamp' })`);
});

it.each([
  [
    `a.ts(1,1): error TS2339: Property 'id' does not exist on type '{ id_renamed: string; bulbs_renamed: Bulb[]; }'.`,
    ['id'],
  ],
  [`a.ts(1,1): error TS2551: Property 'id' does not exist on type 'Lamp'. Did you mean 'bulbs_renamed'?`, ['id']],
  [
    `a.ts(1,1): error TS2353: Object literal may only specify known properties, and 'bulbs' does not exist in type 'Lamp'.`,
    ['bulbs'],
  ],
  [
    `a.ts(1,1): error TS2741: Property 'id_renamed' is missing in type '{ bulbs: Bulb[]; }' but required in type 'Lamp'.`,
    ['id'],
  ],
  [
    `a.ts(1,1): error TS2739: Type '{}' is missing the following properties from type 'Lamp': id_renamed, bulbs_renamed`,
    ['id', 'bulbs'],
  ],
  [`a.ts(1,1): error TS2344: Type '"id"' does not satisfy the constraint '"id_renamed" | "bulbs_renamed"'.`, ['id']],
  [`a.ts(1,1): error TS7006: Parameter 'lamp' implicitly has an 'any' type.`, []],
])('reads the names out of %s', (error, names) => {
  expect([...namesInErrors(error, ['id', 'bulbs', 'stamps'])]).toEqual(names);
});
