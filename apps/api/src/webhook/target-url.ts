import { isIP } from 'node:net';
import { HttpProblem } from '../http/http-problem.js';
import { refusedAddress } from './refused-address.js';

/** An address that may be sent to, as far as can be told before its name is looked up. */
export interface Target {
  url: string;
  /** `host:port`. */
  target: string;
}

const DEFAULT_PORTS: Record<string, string> = { 'https:': '443', 'http:': '80' };

/** `host:port` of an address; IPv6 in brackets. */
export const hostPort = ({ hostname, port, protocol }: Pick<URL, 'hostname' | 'port' | 'protocol'>): string =>
  `${hostname}:${port || (DEFAULT_PORTS[protocol] ?? '')}`;

/** A host name without the brackets of an IPv6 address. */
export const bareHost = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** Whether a host is internal, as far as its spelling tells. */
export const isInternal = (host: string): boolean =>
  isIP(host) ? refusedAddress(host) !== null : /(^|\.)localhost\.?$/i.test(host);

/** What is wrong with an address, or the address in its canonical spelling. */
function judge(text: string, allowedHosts: readonly string[]): Target | string {
  if (!URL.canParse(text)) return 'must be a whole address, for example https://example.com/hook';
  const url = new URL(text);
  const target = hostPort(url);
  const isAllowed = allowedHosts.includes(target);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isAllowed)) return 'must begin with https://';
  if (url.username !== '' || url.password !== '') {
    return 'must not hold a user name or password: deliveries are proved by their signature';
  }
  if (isInternal(bareHost(url.hostname)) && !isAllowed) {
    return `must lead to the internet; an operator can allow ${target} in EASEL_WEBHOOK_HOSTS`;
  }
  url.hash = '';
  return { url: url.href, target };
}

/** Checks an address when it is given. Its name is looked up and checked again whenever it is connected to. */
export function checkTarget(text: string, allowedHosts: readonly string[], path = 'url'): Target {
  const target = judge(text, allowedHosts);
  if (typeof target !== 'string') return target;
  throw new HttpProblem('invalid_input', `${path} ${target}.`, { errors: [{ path, message: target }] });
}
