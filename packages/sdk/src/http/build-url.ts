/** Puts parameters into a route's path and appends the query. Values that are undefined are left out. */
export function buildUrl(
  base: string,
  path: string,
  params: Record<string, string>,
  query: Record<string, unknown>,
): string {
  const filled = path.replace(/:([A-Za-z_]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return `${base}${filled}${text === '' ? '' : `?${text}`}`;
}
