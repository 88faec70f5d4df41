import { z } from 'zod';

/** Prefixes of every id Easel hands out. The rest of an id is a UUIDv7 in lower-case Crockford base32. */
export const ID_PREFIXES = [
  'task',
  'att',
  'asset',
  'key',
  'user',
  'session',
  'invite',
  'backend',
  'deploy',
  'hook',
  'delivery',
  'rule',
] as const;
export type IdPrefix = (typeof ID_PREFIXES)[number];

/**
 * Schema of an id with the given prefix, for example `task_01jd5k0m3r8x9v2w4y6z7a8b9c`.
 * 26 characters after the underscore; ids of one prefix sort by time of creation.
 */
export const idSchema = (prefix: IdPrefix) =>
  z
    .string(`must be an id that begins with "${prefix}_"`)
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`), `must be an id that begins with "${prefix}_"`)
    .meta({ examples: [`${prefix}_01jd5k0m3r8x9v2w4y6z7a8b9c`] });

/** ISO 8601 UTC with milliseconds, for example `2026-01-02T03:04:05.678Z`. */
export const Timestamp = z.iso.datetime({ precision: 3 });
