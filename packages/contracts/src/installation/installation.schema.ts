import { z } from 'zod';
import { Timestamp } from '../ids.js';

/** One difference between two documents: the path as a JSON pointer; null where it was not there. */
export const SettingsChange = z
  .object({ path: z.string(), before: z.unknown(), after: z.unknown() })
  .meta({ id: 'SettingsChange' });
export type SettingsChange = z.infer<typeof SettingsChange>;

/** One variable of the environment as it is in effect. Of secrets it is only told whether they are set. */
export const EnvironmentValue = z
  .object({
    name: z.string(),
    /** Null when it is not set and has no default; `set` for a secret. */
    value: z.string().nullable(),
    secret: z.boolean(),
    /** What it decides. */
    meaning: z.string(),
  })
  .meta({ id: 'EnvironmentValue' });
export type EnvironmentValue = z.infer<typeof EnvironmentValue>;

/** What is in effect: the settings file as it was read at the last start, and the environment. */
export const EffectiveSettings = z
  .object({
    /** The whole document with its defaults filled in. */
    document: z.record(z.string(), z.unknown()),
    /** SHA-256 of the document as canonical JSON. */
    hash: z.string(),
    file: z.string(),
    /** When this process started. */
    started_at: Timestamp,
    /** Since when starts have had this very document. */
    in_effect_since: Timestamp,
    /** The document before this one; null when there was none. */
    previous: z.object({ hash: z.string(), started_at: Timestamp, last_started_at: Timestamp }).nullable(),
    /** What is different from the document before, in its order. */
    changes: z.array(SettingsChange),
    environment: z.array(EnvironmentValue),
    version: z.string(),
  })
  .meta({ id: 'EffectiveSettings' });
export type EffectiveSettings = z.infer<typeof EffectiveSettings>;
