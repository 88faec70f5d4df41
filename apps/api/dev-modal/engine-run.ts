import { createHash } from 'node:crypto';
import {
  fillInput,
  type Job,
  MODE_OUTPUTS,
  type ModeName,
  type Settings,
  type SettingsModel,
  type WorkerOutput,
  type WorkerPoster,
} from '@easel/contracts';
import sharp from 'sharp';
import type { loadEngine } from '../src/backend/embedded/load-engine.js';
import type { Run, RunContext } from './emulated-worker.js';
import { webmFilm } from './webm-film.js';

const DEFAULT_SIDE = 512;
/** Pictures drawn for a film; the frames between are blends. */
const DRAWN = 3;
const FRAMES_PER_S = 8;
const HEARTBEAT_MS = 10_000;
const PREVIEW_SIDE = 192;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const numberOf = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);

type LoadEngine = ReturnType<typeof loadEngine>;
type Engine = Awaited<ReturnType<LoadEngine>>;

interface Drawing {
  engine: Engine;
  model: SettingsModel;
  id: string;
}

/** Draws one picture with the embedded model, whatever the job's own model is. */
async function drawOne(drawing: Drawing, job: Job, seed: number, context: RunContext): Promise<Buffer> {
  const { engine, model, id } = drawing;
  const runtime = model.runtimes.embedded;
  const mode: ModeName = model.default_mode;
  if (!runtime) throw new Error('the model has no embedded runtime');
  const declared = model.parameters.prompt;
  const longest = declared?.type === 'string' ? declared.max_length : 100;
  const prompt = String(job.input.prompt ?? 'a picture').slice(0, longest);
  const own: Job = {
    ...job,
    model: id,
    mode,
    input: fillInput(model, mode, { prompt, seed }, seed),
    count: 1,
    files: {},
    runtime,
    output: { format: 'png', recipe: null },
    progress: null,
  };
  const { result, outputs } = await engine.run(own, {}, { signal: context.signal });
  const [bytes] = outputs;
  if ('error' in result || !bytes) throw new Error('error' in result ? result.error.message : 'nothing was drawn');
  return Buffer.from(bytes);
}

function sizeOf(job: Job): { width: number; height: number } {
  return { width: numberOf(job.input.width, DEFAULT_SIDE), height: numberOf(job.input.height, DEFAULT_SIDE) };
}

async function preview(picture: Buffer, index: number, { say }: RunContext): Promise<void> {
  const small = await sharp(picture)
    .resize(PREVIEW_SIDE, PREVIEW_SIDE, { fit: 'inside' })
    .webp({ quality: 60 })
    .toBuffer();
  say({ type: 'preview', index, data_url: `data:image/webp;base64,${small.toString('base64')}` });
}

interface Made {
  bytes: Buffer;
  content_type: string;
  duration_s: number | null;
  poster: Buffer | null;
}

async function image(picture: Buffer, job: Job): Promise<Made> {
  const { width, height } = sizeOf(job);
  const { format } = job.output;
  const bytes = await sharp(picture).resize(width, height, { fit: 'cover' }).toFormat(format).toBuffer();
  return { bytes, content_type: `image/${format}`, duration_s: null, poster: null };
}

/** Pictures given with the job, in the order in which they are to appear. */
const givenPictures = (job: Job, files: Record<string, Uint8Array>): Buffer[] =>
  Object.keys(job.files)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap((name) => (files[name] ? [Buffer.from(files[name])] : []));

async function film(key: Buffer[], job: Job): Promise<Made> {
  const { width, height } = sizeOf(job);
  const fps = numberOf(job.input.fps, 16);
  const duration = Math.max(1, numberOf(job.input.frames, 33) / fps);
  const count = Math.max(key.length, Math.round(duration * FRAMES_PER_S));
  const still = (picture: Buffer) => sharp(picture).removeAlpha().resize(width, height, { fit: 'cover' });
  const raws = await Promise.all(key.map((picture) => still(picture).raw().toBuffer()));
  const frames: Buffer[] = [];
  for (let n = 0; n < count; n += 1) {
    const at = (n / Math.max(1, count - 1)) * (raws.length - 1);
    const before = raws[Math.floor(at)] ?? Buffer.alloc(0);
    const after = raws[Math.ceil(at)] ?? before;
    const share = at - Math.floor(at);
    const blend = Buffer.from(before.map((value, i) => value + ((after[i] ?? value) - value) * share));
    frames.push(
      await sharp(blend, { raw: { width, height, channels: 3 } })
        .webp({ quality: 70 })
        .toBuffer(),
    );
  }
  const bytes = await webmFilm(frames, FRAMES_PER_S, width, height);
  return { bytes, content_type: 'video/webm', duration_s: count / FRAMES_PER_S, poster: frames[0] ?? null };
}

const posterOf = (bytes: Buffer, job: Job): WorkerPoster => ({
  content_type: 'image/webp',
  ...sizeOf(job),
  sha256: sha256(bytes),
  bytes: bytes.length,
});

/**
 * The work of every model behind the emulated functions: the embedded model of the settings draws, films are blends of
 * what it drew and of what was given. Real pictures and playable films, not what the model itself would make.
 */
export function createEngineRun(settings: Settings, load: LoadEngine): Run {
  const entry = Object.entries(settings.models).find(([, { runtimes }]) => runtimes.embedded);
  if (!entry) throw new Error('The settings declare no model that runs on this machine.');
  const [id, model] = entry;
  let engine: Promise<Engine> | null = null;

  return async (job, files, context) => {
    engine ??= load();
    const drawing = { engine: await engine, model, id };
    const { say } = context;
    const beating = setInterval(() => say({ type: 'heartbeat' }), HEARTBEAT_MS);
    const began = performance.now();
    const isFilm = MODE_OUTPUTS[job.mode] === 'video';
    const given = isFilm ? givenPictures(job, files) : [];
    const draws = isFilm ? Math.max(1, DRAWN - given.length) : 1;
    const total_steps = job.count * (draws + 1);
    let step = 0;
    const advance = () => {
      step += 1;
      say({ type: 'progress', progress: Math.min(99, (100 * step) / total_steps), step, total_steps });
    };
    try {
      say({ type: 'stage', stage: 'running' });
      const outputs: WorkerOutput[] = [];
      const made = new Map<string, Uint8Array>();
      for (let index = 0; index < job.count; index += 1) {
        const seed = numberOf(job.input.seed, 0) + index;
        const drawn: Buffer[] = [];
        for (let n = 0; n < draws; n += 1) {
          const picture = await drawOne(drawing, job, (seed + n * 1000) % 2 ** 31, context);
          drawn.push(picture);
          await preview(picture, index, context);
          advance();
        }
        const [first, ...rest] = given;
        const key = first ? [first, ...drawn, ...rest] : drawn;
        const output = isFilm ? await film(key, job) : await image(drawn[0] as Buffer, job); // at least one was drawn
        advance();
        const { content_type, duration_s, bytes, poster } = output;
        outputs.push({
          index,
          content_type,
          duration_s,
          ...sizeOf(job),
          seed,
          sha256: sha256(bytes),
          bytes: bytes.length,
          poster: poster ? posterOf(poster, job) : null,
        });
        made.set(`output-${index}`, bytes);
        if (poster) made.set(`poster-${index}`, poster);
      }
      const run_ms = performance.now() - began;
      const measured = { load_ms: context.load_ms, run_ms, encode_ms: 0, peak_vram_mib: 0, peak_rss_mib: 0 };
      const worker = { version: 'emulated', deploy_hash: context.deploy_hash };
      const result = { attempt_id: job.attempt_id, outputs, measured: { ...measured, device: 'emulated' }, worker };
      return { result, files: made };
    } finally {
      clearInterval(beating);
    }
  };
}
