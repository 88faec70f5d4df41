let taken: { path: string; token: string } | null = null;

/** The token after `#token=`, or null. */
export const readToken = (hash: string): string | null => {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  return token === null || token === '' ? null : token;
};

/** Takes the token out of the address bar, where it would be seen and kept in the history, and remembers it for the page. */
export function takeToken(): string | null {
  const token = readToken(location.hash);
  if (token !== null) {
    taken = { path: location.pathname, token };
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return taken?.path === location.pathname ? taken.token : null;
}
