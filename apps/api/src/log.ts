import { type DestinationStream, pino } from 'pino';

const SECRETS = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'password',
  'secret',
  'token',
  'token_secret',
  'api_key',
  'secret_key',
  'credentials',
  'x-modal-token-secret',
  'x-modal-auth-token',
];
const PATHS = SECRETS.flatMap((name) => {
  const key = name.includes('-') ? `["${name}"]` : `.${name}`;
  return [key.replace(/^\./, ''), `*${key}`, `*.*${key}`, `*.*.*${key}`];
});
/** Secrets in free text: signatures of URLs, bearer tokens, keys of ours and of Modal. */
const IN_TEXT: [RegExp, string][] = [
  [/([?&]sig=)[\w-]+/g, '$1[hidden]'],
  [/(Bearer\s+)[\w.~+/-]+=*/gi, '$1[hidden]'],
  [/\beasel_[A-Za-z0-9]{8,}\b/g, 'easel_[hidden]'],
  [/\b(ak-|as-)[\w-]{8,}/g, '$1[hidden]'],
];

/** Removes secrets that are told by their shape from a text. */
export const hideSecrets = (text: string): string =>
  IN_TEXT.reduce((hidden, [pattern, replacement]) => hidden.replace(pattern, replacement), text);

/** JSON lines on standard output. Fields with secret names and secrets in texts are hidden. */
export function createLog(level: string, destination: DestinationStream = pino.destination(1)) {
  const out = { write: (line: string) => destination.write(hideSecrets(line)) };
  return pino({ level, redact: { paths: PATHS, censor: '[hidden]' }, base: null }, out);
}
