import { afterEach, expect, test } from 'vitest';
import { FILM, fixtureSettings, IMPATIENT, startApp, type TestApp } from './harness.js';
import { RentedFake, type RentedScript } from './rented-fake.js';
import { tinyPicture } from './tiny-picture.js';
import { tinyVideo } from './tiny-video.js';

let app: TestApp;
afterEach(() => app.stop());

const start = async (...scripts: RentedScript[]) => {
  const backend = new RentedFake().plan(...scripts);
  const settings = fixtureSettings();
  const film = settings.models[FILM];
  film.parameters.length = { type: 'integer', label: 'Length', default: 9, min: 5, max: 33 };
  film.parameters.keys = film.parameters.frames;
  film.parameters.frames = film.parameters.length;
  delete film.parameters.length;
  app = await startApp({ settings, backend, config: { patience: IMPATIENT } });
  return backend;
};
const film = (input: object = {}, mode = 't2v') =>
  app.create({ model: FILM, mode, input: { prompt: 'waves', seed: 5, ...input } });

async function upload(seed: number): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(await tinyPicture(seed))]), 'a.png');
  const request = new Request('http://127.0.0.1/', { method: 'POST', body: form });
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  const payload = Buffer.from(await request.arrayBuffer());
  return (await app.app.inject({ method: 'POST', url: '/v1/assets', headers, payload })).json().id;
}

test('a video is stored in pieces, measured from its file, and served with its still', async () => {
  const backend = await start({});
  const task = await app.ended((await film()).id);
  expect(task).toMatchObject({ status: 'done', type: 'video' });
  const bytes = await tinyVideo(5);
  const [output] = task.outputs;
  expect(output).toMatchObject({
    type: 'video',
    content_type: 'video/webm',
    width: 64,
    height: 48,
    duration_s: 0.5,
    bytes: bytes.length,
    seed: 5,
  });
  expect(backend.jobs[0]).toMatchObject({ progress: { channel: 'easel-events' }, runtime: { gpu: 'l4' } });
  const whole = await app.call('GET', `${output?.url}&download=1`);
  expect([whole.status, whole.headers['content-type'], whole.headers['accept-ranges']]).toEqual([
    200,
    'video/webm',
    'bytes',
  ]);
  expect(whole.headers['content-disposition']).toMatch(/^attachment; filename=".*\.webm"$/);
  const part = await app.app.inject({ method: 'GET', url: output?.url ?? '', headers: { range: 'bytes=100-199' } });
  expect([part.statusCode, part.headers['content-type']]).toEqual([206, 'video/webm']);
  expect(part.headers['content-range']).toBe(`bytes 100-199/${bytes.length}`);
  expect(part.rawPayload).toEqual(bytes.subarray(100, 200));
  const preview = await app.call('GET', output?.preview_url ?? '');
  expect([preview.status, preview.headers['content-type']]).toEqual([200, 'image/webp']);
});

test.each<[string, RentedScript]>([
  ['cut off', { bytes: Buffer.alloc(3000, 'x') }],
  ['without a still', { poster: false }],
])('a video %s is an invalid output, and made again', async (_what, script) => {
  await start(script, {});
  const task = await app.ended((await film()).id);
  expect(task).toMatchObject({ status: 'done', attempt: 2 });
  const attempts = (await app.call('GET', `/v1/tasks/${task.id}/attempts`)).body.items;
  expect(attempts[1].error).toMatchObject({ code: 'invalid_output', retryable: true });
});

test('the pictures of key frames travel with the job', async () => {
  const backend = await start({});
  const images = [await upload(1), await upload(2)];
  const keys = [
    { frame: 0, image: images[0] },
    { frame: 8, image: images[1], strength: 0.5 },
  ];
  const { id } = await film({ keys }, 'arbitrary_frame');
  expect((await app.ended(id)).status).toBe('done');
  expect(Object.keys(backend.jobs[0]?.files ?? {})).toEqual(['keys.0', 'keys.1']);
  expect(backend.files[0]?.['keys.1']?.length).toBe(backend.jobs[0]?.files['keys.1']?.bytes);
  expect(backend.jobs[0]?.input.keys).toEqual(keys);
});

test('key frames must be own images, within the video, and at different frames', async () => {
  await start();
  const image = await upload(1);
  const refused = async (keys: object[]) => {
    const body = { model: FILM, mode: 'arbitrary_frame', input: { prompt: 'waves', keys } };
    const answer = await app.call('POST', '/v1/tasks', { body });
    expect(answer.body.code).toBe('invalid_input');
    return answer.body.errors[0].path;
  };
  expect(await refused([{ frame: 9, image }])).toBe('input.keys.0.frame');
  expect(
    await refused([
      { frame: 1, image },
      { frame: 1, image },
    ]),
  ).toBe('input.keys.1.frame');
  const foreign = `asset_${'0'.repeat(26)}`;
  expect(
    await refused([
      { frame: 1, image },
      { frame: 2, image: foreign },
    ]),
  ).toBe('input.keys.1.image');
});
