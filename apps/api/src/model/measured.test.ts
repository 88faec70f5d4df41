import { afterEach, expect, test } from 'vitest';
import { FakeBackend } from '../../test/fake-backend.js';
import { PAINT, startApp, type TestApp } from '../../test/harness.js';
import { estimateRunMs, measuredOf, measuredOfMode } from './measured.js';

let app: TestApp;
afterEach(() => app.stop());

test('tells modes apart, so that loops do not make pictures look slow', async () => {
  app = await startApp({ backend: new FakeBackend().always({}) });
  const made = [await app.create(), await app.create(), await app.create()];
  await Promise.all(made.map(({ id }) => app.ended(id)));
  const took = async (id: string, run_ms: number, mode: string) => {
    await app.ctx.store.write(async (tx) => {
      await tx.db.updateTable('attempts').set({ run_ms }).where('task_id', '=', id).execute();
      await tx.db.updateTable('tasks').set({ mode }).where('id', '=', id).execute();
    });
  };
  await took(made[0]?.id ?? '', 9000, 't2v');
  await took(made[1]?.id ?? '', 1000, 'txt2img');
  await took(made[2]?.id ?? '', 1000, 'txt2img');
  const all = await measuredOf(app.ctx, PAINT);
  expect([all.samples, all.run_ms_p50, all.run_ms_p95]).toEqual([3, 1000, 9000]);
  expect(await measuredOfMode(app.ctx, PAINT, 't2v')).toMatchObject({ samples: 1, run_ms_p50: 9000 });
  expect(await measuredOfMode(app.ctx, PAINT, 'txt2img')).toMatchObject({ samples: 2, run_ms_p95: 1000 });
  expect(await measuredOfMode(app.ctx, PAINT, 'img2img')).toBeNull();
  expect(estimateRunMs(app.ctx, PAINT, 't2v')).toBe(9000);
  expect(estimateRunMs(app.ctx, PAINT, 'img2img')).toBe(1000);
});
