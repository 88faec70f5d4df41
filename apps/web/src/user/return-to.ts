/** Where to go after signing in: a path of this server, never another one's address. */
export function readReturnTo(value: unknown): string {
  if (typeof value !== 'string' || !value.startsWith('/') || value.length > 2000) return '/';
  const origin = 'http://easel.invalid';
  const url = URL.canParse(value, origin) ? new URL(value, origin) : null;
  // What begins with two slashes once its dots are resolved is another server's address when it is read again.
  if (url?.origin !== origin || url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}`;
}
