import type { EnvironmentValue } from '@easel/contracts';
import type { Config } from '../config.js';

type Value = string | number | string[] | null;
type Line = [name: string, value: Value, meaning: string];

/** An address without the name and password that may stand in it. */
function withoutLogin(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return address;
  const url = new URL(address);
  if (url.username === '' && url.password === '') return address;
  url.username = '';
  url.password = '';
  return url.href;
}

function textOf(value: Value): string | null {
  if (value === null || (Array.isArray(value) && value.length === 0)) return null;
  return Array.isArray(value) ? value.join(', ') : String(value);
}

const plain = ([name, value, meaning]: Line): EnvironmentValue => ({
  name,
  value: textOf(value),
  secret: false,
  meaning,
});

const secret = ([name, value, meaning]: Line): EnvironmentValue => ({
  name,
  value: value === null ? null : 'set',
  secret: true,
  meaning,
});

/** What the environment says, defaults filled in. Secrets are never part of it. */
export function environmentOf(config: Config): EnvironmentValue[] {
  const { modal, oidc } = config;
  const lines: Line[] = [
    ['EASEL_HOST', config.host, 'Address at which the server listens.'],
    ['EASEL_PORT', config.port, 'Port at which it listens.'],
    ['EASEL_PUBLIC_URL', withoutLogin(config.public_url), 'How browsers reach it.'],
    ['EASEL_AUTH', config.auth, 'Whether people sign in, or whoever reaches this machine is the owner.'],
    ['EASEL_ORIGINS', config.origins, 'Other sites whose pages may call it.'],
    ['EASEL_TRUSTED_PROXIES', config.trusted_proxies, 'Proxies whose X-Forwarded headers are believed.'],
    ['EASEL_DATA_DIR', config.data_dir, 'Where the database and all files lie.'],
    ['EASEL_SETTINGS', config.settings_file, 'The settings file.'],
    ['EASEL_WEIGHTS_DIR', config.weights_dir, 'Where models of this machine lie, when not in its package.'],
    ['EASEL_AUDIT_DIR', config.audit_dir, 'Where signed heads of the audit log are written.'],
    ['EASEL_WEBHOOK_HOSTS', config.webhook_hosts, 'Internal addresses that webhooks may reach all the same.'],
    ['EASEL_LOG_LEVEL', config.log_level, 'From which level on the server logs.'],
    ['EASEL_SHUTDOWN_S', config.shutdown_s, 'How long it waits for running work when it stops, in seconds.'],
    ['EASEL_LEASE_S', config.lease_s, 'How long a task is held without a sign of life, in seconds.'],
    ['EASEL_OIDC_ISSUER', withoutLogin(oidc?.issuer ?? null), 'The identity provider.'],
    ['EASEL_OIDC_CLIENT_ID', oidc?.client_id ?? null, 'What the identity provider calls this installation.'],
    ['EASEL_OIDC_NAME', oidc?.name ?? null, 'What the button of the identity provider says.'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', withoutLogin(config.otlp_endpoint), 'Where traces are sent.'],
    ['MODAL_SERVER_URL', withoutLogin(modal.server_url), "Modal's control plane, when it is another."],
    ['MODAL_ENVIRONMENT', modal.environment, 'Environment of the first workspace.'],
    ['EASEL_MODAL_COMMAND', modal.command.join(' '), 'The command that deploys.'],
  ];
  const headers = Object.keys(config.otlp_headers);
  const secrets: Line[] = [
    ['EASEL_SECRET_KEY', config.secret_key, 'What secrets are encrypted with; a file in the data directory otherwise.'],
    ['EASEL_OIDC_CLIENT_SECRET', oidc?.client_secret ?? null, 'Proves this installation to the identity provider.'],
    ['EASEL_METRICS_TOKEN', config.metrics_token, 'Opens /metrics to whoever sends it.'],
    ['OTEL_EXPORTER_OTLP_HEADERS', headers.length > 0 ? headers : null, 'Sent with traces.'],
    ['MODAL_TOKEN_ID', modal.token_id, 'Token of the first workspace.'],
    ['MODAL_TOKEN_SECRET', modal.token_secret, 'Its secret.'],
  ];
  return [...lines.map(plain), ...secrets.map(secret)];
}
