import { afterEach, beforeEach, expect, it } from 'vitest';
import { type PlantedRepository, plantedRepository } from './planted-repository.ts';
import { checkSecrets } from './secrets.ts';

let repository: PlantedRepository;

beforeEach(() => {
  repository = plantedRepository({
    'README.md': '# Easel\nSee https://example.com/easel/ and `packages/work/x.ts`.\n',
    'src/a.ts': `const token = readToken();\nconst password_hint = 'the name of your first pet';`,
    'pnpm-lock.yaml': `resolution: {tarball: https://${'registry'}.example.com/a.tgz}`,
  });
});

afterEach(() => repository.clear());

it('is green on a clean tree', async () => {
  expect(await checkSecrets(repository.root)).toEqual([]);
});

const letters = 'q7Rk2ZpX9vLm4TsW8bNc3J';

// joined here, so that this file does not hold what it looks for
it.each([
  ['an AWS key', `aws_secret_access_key = ${'wJalrXUtnFEMI'}${'/K7MDENG/bPxRfiCYzzzzzzzKEY'}`],
  ['a GitHub token', `${'gh'}p_${'16C7e42F292c6912E7710c838347Ae178B4a'}`],
  ['a private key', `-----BEGIN ${'RSA PRIVATE'} KEY-----`],
  ['a Modal token id', `${'ak'}-${letters}`],
  ['a Modal token secret', `${'as'}-${letters}`],
  ['an Easel key', `${'easel'}_${letters}${letters}`],
  ['a random value', `const api${'_key'} = '${letters}${letters}';`],
  ['a path of one machine', `cd /${'work'}/main`],
  ['a home folder', `/${'home'}/anna/easel`],
  ['a registry', `https://${'registry'}.npmjs.org/left-pad`],
])('sees %s', async (_what, text) => {
  repository.plant('src/b.ts', `\n${text}\n`);
  const problems = await checkSecrets(repository.root);
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems) expect(problem).toMatch(/^src\/b\.ts:2 /);
});
