import { afterEach, beforeEach, expect, it } from 'vitest';
import { type PlantedRepository, plantedRepository } from './planted-repository.ts';
import { checkSpecs } from './specs.ts';

let repository: PlantedRepository;

const GATES = `| gate | evidence |
|---|---|
| Contract + config integrity | \`pnpm verify\` |
| Modal reliability | \`apps/api/src/a.ts\` |
| Auth + secrets safety | [a](../../apps/api/src/a.ts) |
| Storage consistency | \`apps/api/src/a.ts\` |
| Test + transparency | \`npm test\` |
`;

const PLAN = `# Plan: lamps

## Summary
Lamps.

## Technical Context
- **Language/Version**: TypeScript 7
- **Primary Dependencies**: zod
- **Storage**: SQLite
- **Testing**: vitest
- **Target Platform**: Linux
- **Project Type**: web
- **Performance Goals**: quick
- **Constraints**: none
- **Scale/Scope**: one house

## Constitution Check
${GATES}
## Project Structure
### Documentation
\`specs/001-lamps/\`
### Source
\`apps/api/src/a.ts\`

### Structure Decision
One app.
`;

beforeEach(() => {
  repository = plantedRepository({
    'apps/api/src/a.ts': '',
    'specs/constitution.md': GATES,
    'specs/001-lamps/spec.md': '# Lamps\nAs in [the plan](plan.md).',
    'specs/001-lamps/plan.md': PLAN,
    'specs/001-lamps/research.md': '# Research\n`items[0]` and `string[]`',
    'specs/001-lamps/data-model.md': '# Data',
    'specs/001-lamps/quickstart.md': '# Start',
    'specs/001-lamps/tasks.md': '# Tasks\n- [ ] T001 [P] [US1] a\n- [x] T002 b',
    'specs/001-lamps/contracts/lamp.md': '# Lamp',
  });
});

afterEach(() => repository.clear());

it('is green on a whole feature', () => {
  expect(checkSpecs(repository.root)).toEqual([]);
});

it.each(['spec.md', 'plan.md', 'research.md', 'data-model.md', 'quickstart.md', 'tasks.md', 'contracts'])(
  'sees that %s is missing',
  (name) => {
    repository.remove(`specs/001-lamps/${name}`);
    expect(checkSpecs(repository.root).join('\n')).toMatch(new RegExp(`^specs/001-lamps/${name}/? is missing`));
  },
);

it.each([
  '[FEATURE]',
  '[DATE]',
  '[###-feature-name]',
  '[NEEDS CLARIFICATION: how many?]',
  '[e.g., Swift 5.9]',
  '[Brief Title]',
  '`specs/[###-feature]/`',
  'NEEDS CLARIFICATION',
  '```\nsrc/[FEATURE_NAME]/\n```',
])('sees the leftover %s', (text) => {
  repository.plant('specs/001-lamps/spec.md', `# Lamps\n\n${text}\n`);
  const problems = checkSpecs(repository.root);
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems) expect(problem).toContain('from an outline');
});

it.each([
  ['a section', '## Summary\nLamps.', '', 'no section "Summary"'],
  ['an empty section', '\nOne app.\n', '', 'no section "Structure Decision"'],
  ['a line of the context', '- **Constraints**: none', '', 'nothing about "Constraints"'],
  ['an empty line of the context', '**Storage**: SQLite', '**Storage**:', 'nothing about "Storage"'],
  ['a gate', '| Modal reliability | `apps/api/src/a.ts` |\n', '', 'no gate "Modal reliability"'],
  ['evidence', '| Test + transparency | `npm test` |', '| Test + transparency | yes |', 'no evidence'],
  [
    'true evidence',
    '| Storage consistency | `apps/api/src/a.ts` |',
    '| Storage consistency | `apps/b.ts` |',
    'no evidence',
  ],
])('sees that a plan lacks %s', (_what, there, instead, problem) => {
  expect(PLAN).toContain(there);
  repository.plant('specs/001-lamps/plan.md', PLAN.replace(there, instead));
  expect(checkSpecs(repository.root).join('\n')).toContain(problem);
});

it('sees that there is no constitution, and no feature', () => {
  repository.remove('specs/001-lamps');
  expect(checkSpecs(repository.root)).toEqual(['specs/ holds no feature folder (NNN-name)']);
  repository.remove('specs/constitution.md');
  expect(checkSpecs(repository.root)).toEqual(['specs/constitution.md is missing']);
});
