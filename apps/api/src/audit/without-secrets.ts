const SECRET_NAME = /(secret|password|token|digest|credential|authorization|cookie|api_?key)/i;
const SECRET_TEXT = /\b(easel_[0-9a-z]{20,}|whsec_[\w+/=-]{8,}|as-[\w-]{6,}|ak-[\w-]{6,})/g;
const REMOVED = '[removed]';

/** A copy without what must never be written down: values under telling names, and texts that look like our secrets. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(SECRET_TEXT, REMOVED);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      // A hint, a date or a switch about a secret is none.
      SECRET_NAME.test(name) && typeof inner !== 'boolean' && inner !== null && !/_(hint|at)$/.test(name)
        ? REMOVED
        : withoutSecrets(inner),
    ]),
  );
}
