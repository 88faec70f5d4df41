import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '../config.js';

/** Name and rule of our cookies. With `__Host-` a browser takes them from no other host, and over https only. */
export function cookieRules({ public_url }: Pick<Config, 'public_url'>) {
  const secure = public_url?.startsWith('https:') ?? false;
  const prefix = secure ? '__Host-easel' : 'easel';
  return { prefix, session: `${prefix}.session`, secure };
}

/** The value of one cookie. */
export function cookieIn(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at >= 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** The token in the value of a session's cookie, when we signed it: `token.signature`, as better-auth writes it. */
export function tokenIn(value: string, secret: string): string | null {
  let text: string;
  try {
    text = decodeURIComponent(value);
  } catch {
    return null;
  }
  const dot = text.lastIndexOf('.');
  const token = text.slice(0, Math.max(0, dot));
  const expected = createHmac('sha256', secret).update(token).digest();
  const given = Buffer.from(text.slice(dot + 1), 'base64');
  return token !== '' && given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}
