import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attemptsOf, drawAfter, gate, startWorld, until } from './modal-world.js';

/** No pattern for secrets in texts knows it: only never saying it keeps it out of the log. */
const PLANTED = 'zanzibar!planted!secret';

function stored(dir: string): string {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('latin1')).join('\n');
}

test('whatever goes wrong with a workspace, nobody says its secret', async () => {
  const lines: string[] = [];
  const { opened, open } = gate();
  const world = await startWorld({
    work: drawAfter(opened),
    credentials: { token_id: 'ak-test', token_secret: PLANTED },
    log: { level: 'trace', write: (line) => void lines.push(line) },
  });
  const { app, backend, workspace } = world;
  const mend = () => {
    app.ctx.backends.closeBreakers(backend.id);
    app.ctx.runner.wake();
  };
  const { id } = await app.create();
  await until(async () => (await attemptsOf(app, id)).length >= 1);
  const checked = [await backend.check()];
  workspace.accept(PLANTED);
  workspace.faults.add('FunctionMap', { throttle_s: 0.2 });
  workspace.faults.add('FunctionMap', { status: 'INTERNAL', details: 'went wrong', times: 4 });
  mend();
  await app.until(id, ({ stage }) => stage === 'running');
  workspace.revoke();
  await until(async () => (await attemptsOf(app, id)).at(-1)?.state === 'unknown');
  checked.push(await backend.check());
  workspace.restore();
  workspace.down();
  checked.push(await backend.check());
  workspace.up();
  open();
  expect(await app.ended(id)).toMatchObject({ status: 'done' });
  const answers = await Promise.all(
    ['/v1/tasks', `/v1/tasks/${id}/attempts`, '/v1/admin/backends', '/v1/admin/calls'].map((path) =>
      app.call('GET', path),
    ),
  );
  const copy = await app.copyAsKilled();
  const said = [lines.join('\n'), JSON.stringify(checked), ...answers.map(({ text }) => text), stored(copy)].join('\n');
  rmSync(copy, { recursive: true });
  expect(checked.map(({ credentials }) => credentials)).toEqual(['invalid', 'invalid', 'unknown']);
  expect(lines.some((line) => line.includes('Server requested retry delay'))).toBe(true);
  expect(said).not.toContain('zanzibar');
});
