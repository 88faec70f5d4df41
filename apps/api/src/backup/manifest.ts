import { z } from 'zod';

export const MANIFEST = 'manifest.json';
export const DATABASE = 'easel.db';
export const SECRET_KEY = 'secret.key';
/** The public half of the key that signs heads of the audit log. */
export const AUDIT_KEY = 'audit/public-key.pem';

const File = z.object({
  /** Within the backup, with `/` between folders. */
  path: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)*$/)
    .refine((path) => !path.split('/').some((part) => /^\.+$/.test(part)), 'climbs out of the backup'),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackupFile = z.infer<typeof File>;

/** What lies in a backup. It is written last: a folder without it is no backup. */
export const Manifest = z.object({
  format: z.literal(1),
  easel_version: z.string(),
  schema_version: z.int().min(1),
  /** The moment that the backup shows: everything acknowledged before is in it. */
  created_at: z.iso.datetime(),
  /** Of the key that seals the stored credentials; the key itself is in the backup when it was asked for. */
  secret_key: z.object({ fingerprint: z.string().nullable(), included: z.boolean() }),
  counts: z.object({ users: z.int(), tasks: z.int(), assets: z.int(), blobs: z.int() }),
  /** Files that the database names and that could not be had whole: left out because the operator said so. */
  missing: z.array(z.string()),
  files: z.array(File),
});
export type Manifest = z.infer<typeof Manifest>;
