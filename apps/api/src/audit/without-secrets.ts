const SECRET_NAME = /(secret|password|token|digest|credential|authorization|cookie|api_?key)/i;
const SECRET_TEXT =
  /\b(easel_[0-9a-z]{20,}|whsec_[\w+/=-]{8,}|as-[\w-]{6,}|ak-[\w-]{6,}|hf_\w{16,}|Bearer +\S+)|(?<=[?&#](?:token|secret|key|sig|code)=)[^&\s#]+/gi;
const REMOVED = '[removed]';

/** A hint, a time or a switch about a secret is none. */
const isHarmless = (name: string, value: unknown): boolean =>
  value === null || typeof value === 'boolean' || /_(hint|at)$/.test(name);

/** A text without what looks like a secret of ours, or like one in an address. */
export const textWithoutSecrets = (text: string): string => text.replace(SECRET_TEXT, REMOVED);

/** A copy without what must never be written down: values under telling names, and texts that look like our secrets. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return textWithoutSecrets(value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_NAME.test(name) && !isHarmless(name, inner) ? REMOVED : withoutSecrets(inner),
    ]),
  );
}
