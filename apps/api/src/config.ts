import { resolve } from 'node:path';
import { ROOT_DIR } from './root-dir.js';
import { PATIENCE, type Patience } from './task/patience.js';

/** What the process was told by its environment. Read once, here. */
export interface Config {
  port: number;
  host: string;
  data_dir: string;
  auth: 'local';
  origins: string[];
  public_url: string | null;
  secret_key: string | null;
  settings_file: string;
  shutdown_s: number;
  lease_s: number;
  patience: Patience;
  /** `name` or `name:n`: end the process with SIGKILL at the n-th arrival at a named point. For crash tests. */
  crash_at: string | null;
  /** Where model folders are, when not in the engine's package. */
  weights_dir: string | null;
  log_level: string;
  root_dir: string;
  validate_responses: boolean;
}

/** A mistake of the operator: printed as one sentence, exit code 1. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '::1'];

function integer(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new StartError(`${name} must be a whole number from ${min} to ${max}, not "${text}".`);
}

function publicUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new StartError(`EASEL_PUBLIC_URL must be an http or https address, not "${text}".`);
  }
  return text.replace(/\/+$/, '');
}

/** Reads the environment, or says in one sentence what is wrong with it. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const host = env.EASEL_HOST || '127.0.0.1';
  const auth = env.EASEL_AUTH || 'local';
  if (auth !== 'local') {
    throw new StartError(`EASEL_AUTH must be "local", not "${auth}": this version has no accounts yet.`);
  }
  if (!LOOPBACK_HOSTS.includes(host)) {
    throw new StartError(
      `EASEL_HOST is "${host}", but without sign-in Easel only listens on this machine: use 127.0.0.1, localhost or ::1.`,
    );
  }
  return {
    port: integer(env, 'EASEL_PORT', 4100, 0, 65_535),
    host,
    data_dir: resolve(env.EASEL_DATA_DIR || resolve(ROOT_DIR, '.easel')),
    auth,
    origins: (env.EASEL_ORIGINS ?? '').split(',').flatMap((o) => o.trim() || []),
    public_url: publicUrl(env.EASEL_PUBLIC_URL),
    secret_key: env.EASEL_SECRET_KEY || null,
    settings_file: resolve(env.EASEL_SETTINGS || resolve(ROOT_DIR, 'inference_settings.json')),
    shutdown_s: integer(env, 'EASEL_SHUTDOWN_S', 10, 0, 600),
    lease_s: integer(env, 'EASEL_LEASE_S', 30, 1, 3600),
    patience: PATIENCE,
    crash_at: env.EASEL_TEST_CRASH_AT || null,
    weights_dir: env.EASEL_WEIGHTS_DIR ? resolve(env.EASEL_WEIGHTS_DIR) : null,
    log_level: env.EASEL_LOG_LEVEL || 'info',
    root_dir: ROOT_DIR,
    validate_responses: env.NODE_ENV === 'test' || env.NODE_ENV === 'development',
  };
}
