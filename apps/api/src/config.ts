import { platform } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT_DIR } from './root-dir.js';
import { PATIENCE, type Patience } from './task/patience.js';

/** What the process was told by its environment. Read once, here. */
export interface Config {
  port: number;
  host: string;
  data_dir: string;
  /** `local`: whoever reaches the loopback address is the owner. `accounts`: people sign in. */
  auth: 'local' | 'accounts';
  origins: string[];
  public_url: string | null;
  secret_key: string | null;
  /** What is to take the place of the secret key. For `npm run rotate-secret`. */
  new_secret_key: string | null;
  settings_file: string;
  shutdown_s: number;
  lease_s: number;
  patience: Patience;
  /** `name` or `name:n`: end the process with SIGKILL at the n-th arrival at a named point. For crash tests. */
  crash_at: string | null;
  /** Where model folders are, when not in the engine's package. */
  weights_dir: string | null;
  /** How workspaces on Modal are reached and deployed to. */
  modal: ModalConfig;
  log_level: string;
  root_dir: string;
  validate_responses: boolean;
  /** Addresses (IP or CIDR) of reverse proxies whose X-Forwarded-* are believed; none by default. */
  trusted_proxies: string[];
  oidc: OidcConfig | null;
  /** Internal `host:port` that webhooks may reach all the same, http included. */
  webhook_hosts: string[];
  /** Opens /metrics to whoever sends it as a bearer token; null leaves it to administrators. */
  metrics_token: string | null;
  /** Where traces go (OTLP over HTTP); null makes none. */
  otlp_endpoint: string | null;
  /** Sent with traces, for collectors that want to know who sends. */
  otlp_headers: Record<string, string>;
  /** Where signed heads of the audit log are written; null is a folder of the data directory. */
  audit_dir: string | null;
}

/** An identity provider that speaks OpenID Connect. */
export interface OidcConfig {
  issuer: string;
  client_id: string;
  client_secret: string;
  /** What the button says. */
  name: string;
}

export interface ModalConfig {
  /** The control plane; Modal's own when null. */
  server_url: string | null;
  /** Words of the command that deploys. */
  command: string[];
  /** Where the command is looked for. */
  path: string;
  hf_endpoint: string | null;
  /** Where `pip install --user` puts what the command needs: it is found by the home folder, which the command does not get. */
  python_user_base: string | null;
  /** A first backend. */
  token_id: string | null;
  token_secret: string | null;
  environment: string | null;
  deploy_timeout_ms: number;
  /** How often and with which pauses a new deployment is asked what it is. */
  check_tries: number;
  check_pause_ms: number;
  /** How often it is looked whether an older app still has work. */
  retire_look_ms: number;
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

function modalConfig(env: NodeJS.ProcessEnv): ModalConfig {
  const server_url = env.MODAL_SERVER_URL || null;
  if (server_url !== null && !URL.canParse(server_url)) {
    throw new StartError(`MODAL_SERVER_URL must be an address, not "${server_url}".`);
  }
  const token_id = env.MODAL_TOKEN_ID || null;
  const token_secret = env.MODAL_TOKEN_SECRET || null;
  if ((token_id === null) !== (token_secret === null)) {
    throw new StartError('MODAL_TOKEN_ID and MODAL_TOKEN_SECRET belong together: set both, or neither.');
  }
  return {
    server_url,
    command: (env.EASEL_MODAL_COMMAND || 'modal').split(' ').filter((word) => word !== ''),
    path: env.PATH ?? '',
    hf_endpoint: env.HF_ENDPOINT || null,
    python_user_base: env.PYTHONUSERBASE || (platform() === 'linux' && env.HOME ? join(env.HOME, '.local') : null),
    token_id,
    token_secret,
    environment: env.MODAL_ENVIRONMENT || null,
    deploy_timeout_ms: 30 * 60_000,
    check_tries: 3,
    check_pause_ms: 5_000,
    retire_look_ms: 5_000,
  };
}

function oidcConfig(env: NodeJS.ProcessEnv): OidcConfig | null {
  const { EASEL_OIDC_ISSUER: issuer, EASEL_OIDC_CLIENT_ID: client_id, EASEL_OIDC_CLIENT_SECRET: client_secret } = env;
  if (!issuer && !client_id && !client_secret) return null;
  if (!issuer || !client_id || !client_secret) {
    throw new StartError(
      'EASEL_OIDC_ISSUER, EASEL_OIDC_CLIENT_ID and EASEL_OIDC_CLIENT_SECRET belong together: set all, or none.',
    );
  }
  if (!URL.canParse(issuer)) throw new StartError(`EASEL_OIDC_ISSUER must be an address, not "${issuer}".`);
  return { issuer, client_id, client_secret, name: env.EASEL_OIDC_NAME || 'single sign-on' };
}

const listOf = (text: string | undefined): string[] => (text ?? '').split(',').flatMap((part) => part.trim() || []);

/** `name=value`, the value percent-encoded as OpenTelemetry has it. */
function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new StartError('OTEL_EXPORTER_OTLP_HEADERS must be name=value, several separated by commas.');
  return [text.slice(0, at).trim(), decodeURIComponent(text.slice(at + 1).trim())];
}

/** Hosts with their ports, spelled as addresses spell them. */
function webhookHosts(text: string | undefined): string[] {
  return listOf(text).map((entry) => {
    const host = entry.toLowerCase();
    if (/^[^:/@\s]+:\d{1,5}$|^\[[0-9a-f:.]+\]:\d{1,5}$/.test(host)) return host;
    throw new StartError(`EASEL_WEBHOOK_HOSTS must be a list of host:port, not "${entry}".`);
  });
}

const FOR_US_ALONE = [
  'EASEL_SECRET_KEY',
  'EASEL_NEW_SECRET_KEY',
  'EASEL_OIDC_CLIENT_SECRET',
  'EASEL_METRICS_TOKEN',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'MODAL_TOKEN_ID',
  'MODAL_TOKEN_SECRET',
  'MODAL_ENVIRONMENT',
];

/** Takes secrets out of an environment once they are read: what this process starts must not inherit them. */
export function forgetSecrets(env: NodeJS.ProcessEnv): void {
  for (const name of FOR_US_ALONE) delete env[name];
}

/** Reads the environment, or says in one sentence what is wrong with it. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const host = env.EASEL_HOST || '127.0.0.1';
  const auth = env.EASEL_AUTH || 'local';
  if (auth !== 'local' && auth !== 'accounts') {
    throw new StartError(`EASEL_AUTH must be "local" or "accounts", not "${auth}".`);
  }
  if (auth === 'local' && !LOOPBACK_HOSTS.includes(host)) {
    throw new StartError(
      `EASEL_HOST is "${host}", but without sign-in Easel only listens on this machine: use 127.0.0.1, localhost or ::1, or set EASEL_AUTH=accounts.`,
    );
  }
  const public_url = publicUrl(env.EASEL_PUBLIC_URL);
  if (auth === 'accounts' && !LOOPBACK_HOSTS.includes(host) && public_url === null) {
    throw new StartError(
      'EASEL_PUBLIC_URL must say how browsers reach this server (https://easel.example) when it listens beyond this machine.',
    );
  }
  return {
    port: integer(env, 'EASEL_PORT', 4100, 0, 65_535),
    host,
    data_dir: resolve(env.EASEL_DATA_DIR || resolve(ROOT_DIR, '.easel')),
    auth,
    origins: listOf(env.EASEL_ORIGINS),
    public_url,
    secret_key: env.EASEL_SECRET_KEY || null,
    new_secret_key: env.EASEL_NEW_SECRET_KEY || null,
    settings_file: resolve(env.EASEL_SETTINGS || resolve(ROOT_DIR, 'inference_settings.json')),
    shutdown_s: integer(env, 'EASEL_SHUTDOWN_S', 10, 0, 600),
    lease_s: integer(env, 'EASEL_LEASE_S', 30, 1, 3600),
    patience: PATIENCE,
    crash_at: env.EASEL_TEST_CRASH_AT || null,
    weights_dir: env.EASEL_WEIGHTS_DIR ? resolve(env.EASEL_WEIGHTS_DIR) : null,
    modal: modalConfig(env),
    log_level: env.EASEL_LOG_LEVEL || 'info',
    root_dir: ROOT_DIR,
    validate_responses: env.NODE_ENV === 'test' || env.NODE_ENV === 'development',
    trusted_proxies: listOf(env.EASEL_TRUSTED_PROXIES),
    oidc: oidcConfig(env),
    webhook_hosts: webhookHosts(env.EASEL_WEBHOOK_HOSTS),
    metrics_token: env.EASEL_METRICS_TOKEN || null,
    otlp_endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT || null,
    otlp_headers: Object.fromEntries(listOf(env.OTEL_EXPORTER_OTLP_HEADERS).map(pairOf)),
    audit_dir: env.EASEL_AUDIT_DIR ? resolve(env.EASEL_AUDIT_DIR) : null,
  };
}
