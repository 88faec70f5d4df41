import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const WINDOW_S = 3600;
const EXPIRY = /^[1-9]\d{0,11}$/;

type Kind = 'content' | 'preview';

/** Addresses of bytes that open without a session, for one to two hours. */
export interface UrlSigner {
  content(id: string): string;
  preview(id: string): string;
  expires_at(): string;
  verify(id: string, kind: Kind, exp: string, sig: string): boolean;
}

/**
 * Signs with HMAC-SHA256. The expiry is rounded up to a window, so that an address stays the same for an hour and caches
 * work.
 * @param options.public_url origin to put in front, or null for addresses relative to the host
 */
export function createUrlSigner(options: { key: Buffer; public_url: string | null; now?: () => number }): UrlSigner {
  const { key, public_url, now = Date.now } = options;
  const signingKey = Buffer.from(hkdfSync('sha256', key, '', 'easel asset url', 32));
  /** The end of the present window, as it was last told: every poll asks for it. */
  let told = { at: 0, text: '' };
  const expiry = () => (Math.floor(now() / 1000 / WINDOW_S) + 2) * WINDOW_S;
  const sign = (id: string, kind: Kind, exp: string) =>
    createHmac('sha256', signingKey)
      .update(JSON.stringify([kind, id, exp]))
      .digest('base64url');
  const url = (id: string, kind: Kind) => {
    const exp = String(expiry());
    return `${public_url ?? ''}/v1/assets/${id}/${kind}?exp=${exp}&sig=${sign(id, kind, exp)}`;
  };
  return {
    content: (id) => url(id, 'content'),
    preview: (id) => url(id, 'preview'),
    expires_at() {
      const at = expiry();
      if (at !== told.at) told = { at, text: new Date(at * 1000).toISOString() };
      return told.text;
    },
    verify(id, kind, exp, sig) {
      if (!EXPIRY.test(exp) || Number(exp) * 1000 <= now()) return false;
      const expected = Buffer.from(sign(id, kind, exp));
      const given = Buffer.from(sig);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
