import { z } from 'zod';
import { MediaType, ModeName } from '../model/modes.js';
import { Parameter, RawParameter } from './parameter.js';
import { Runtimes } from './runtimes.js';

const MODEL_ID = /^[a-z0-9][a-z0-9.-]{0,62}$/;
const FIELD_NAME = /^[a-z][a-z0-9_]*$/;
const seconds = z.int().min(1);

const perMinute = z.int().min(1).max(1_000_000);

/** Requests a minute of one person over all of their keys and browsers, by what is asked; `auth` of one address. */
export const Rates = z
  .strictObject({
    read_per_minute: perMinute.default(3000),
    /** Contents and previews of assets: a page of a gallery asks for many. */
    media_per_minute: perMinute.default(12_000),
    write_per_minute: perMinute.default(600),
    /** Whatever takes an Idempotency-Key: tasks, keys, backends. */
    create_per_minute: perMinute.default(300),
    upload_per_minute: perMinute.default(120),
    /** Changes without sign-in: signing in, invitations, new passwords. */
    auth_per_minute: perMinute.default(30),
    /** Streams of events open at once. */
    streams_max: z.int().min(1).max(10_000).default(20),
  })
  .meta({ id: 'Rates' });
export type Rates = z.infer<typeof Rates>;

/** Limits of the whole installation. */
export const Limits = z.strictObject({
  upload_max_mib: z.number().positive().max(1024),
  queue_max_per_user: z.int().min(1),
  queue_timeout_s: seconds,
  stale_after_s: z.strictObject({ image: seconds, video: seconds }),
  /** How long work may wait for a container of a rented backend, beyond the model's start-up time-out. */
  backend_queue_s: seconds.default(1800),
  /** After how long an attempt whose fate is unknown may be repeated elsewhere; null never pays twice. */
  unknown_failover_s: seconds.nullable().default(null),
  poll_interval_s: seconds,
  queued_slo_s: seconds,
  /** Days after which outputs are removed; null keeps them. */
  retention_days: z.int().min(1).nullable(),
  rates: Rates.prefault({}),
});
export type Limits = z.infer<typeof Limits>;

/** A kind of machine: memory in GiB, price in micro-dollars a second, and Modal's name for it if it is theirs. */
export const Hardware = z.strictObject({
  modal_gpu: z.string().min(1).optional(),
  vram_gib: z.number().min(0),
  microusd_per_s: z.int().min(0),
});

/** Which sizes a model makes: one of the options, or anything within `custom`. Pixels. */
export const Size = z
  .strictObject({
    options: z
      .array(z.strictObject({ width: z.int().min(16), height: z.int().min(16), label: z.string().min(1) }))
      .min(1),
    custom: z.strictObject({ min: z.int().min(16), max: z.int().max(8192), multiple_of: z.int().min(1) }).nullable(),
  })
  .meta({ id: 'Size' });
export type Size = z.infer<typeof Size>;

/** Where the sizes of a model that has none of its own come from: an image parameter, times an integer one. */
export const SizeFrom = z
  .strictObject({
    image: z.string().min(1),
    scale: z.string().min(1),
    /** Of the output; a larger one is refused when the task is created. */
    max_pixels: z.int().min(1),
  })
  .meta({ id: 'SizeFrom' });
export type SizeFrom = z.infer<typeof SizeFrom>;

/** One mode of a model. `output` must be what the mode always makes. */
export const SettingsMode = z.strictObject({
  label: z.string().min(1).max(40),
  output: MediaType,
  max_count: z.int().min(1).max(16),
});

/** An input that works well with a model: shown by forms, checked when the settings are read. */
export const Example = z
  .strictObject({ mode: ModeName, input: z.record(z.string(), z.unknown()) })
  .meta({ id: 'Example' });

/** A licence of weights. */
export const License = z.strictObject({ name: z.string().min(1), url: z.url(), commercial_use: z.boolean() });

const model = <P extends z.ZodType>(parameter: P) =>
  z.strictObject({
    name: z.string().min(1).max(60),
    description: z.string().min(1).max(600),
    license: License,
    tags: z.array(z.string().min(1)).default([]),
    modes: z.partialRecord(ModeName, SettingsMode),
    default_mode: ModeName,
    parameters: z.record(z.string().regex(FIELD_NAME, 'must be in snake_case'), parameter),
    size: Size.nullable().default(null),
    size_from: SizeFrom.nullable().default(null),
    examples: z.array(Example).default([]),
    /** Attempts per task before it fails. */
    max_attempts: z.int().min(1).max(10).default(3),
    runtimes: Runtimes,
  });

const settings = <P extends z.ZodType>(parameter: P) =>
  z.strictObject({
    $schema: z.string().optional(),
    version: z.literal(1),
    limits: Limits,
    hardware: z.record(z.string().regex(FIELD_NAME, 'must be in snake_case'), Hardware),
    parameters: z.record(z.string().regex(FIELD_NAME, 'must be in snake_case'), Parameter).default({}),
    models: z.record(
      z.string().regex(MODEL_ID, 'must be lower-case letters, digits, dots and dashes'),
      model(parameter),
    ),
  });

/** `inference_settings.json` as written, with `use` references to shared parameters. */
export const RawSettings = settings(RawParameter);
/** Settings with every parameter in full. Made by `parseSettings`. */
export const Settings = settings(Parameter);
export type Settings = z.infer<typeof Settings>;
/** One model of the settings with every parameter in full. */
export type SettingsModel = Settings['models'][string];
