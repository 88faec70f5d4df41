import { lookup as dnsLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { refusedAddress } from './refused-address.js';
import { bareHost, hostPort, isInternal } from './target-url.js';

const CONNECT_TIMEOUT_MS = 10_000;

/** An address was refused: nothing was sent to it. */
export class RefusedTarget extends Error {
  override readonly name = 'RefusedTarget';
  constructor(target: string) {
    super(
      `${target} leads to an address that is not on the internet: nothing was sent. An operator can allow it in EASEL_WEBHOOK_HOSTS.`,
    );
  }
}

interface Guard {
  /** `host:port` that may be internal, exactly as in the address. */
  allowed_hosts: readonly string[];
  /** Resolves names; the system's when absent. */
  lookup?: LookupFunction;
}

/** Answers with what was looked up only if every address of it may be sent to. */
export const checkedLookup =
  (target: string, lookup: LookupFunction): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      // With `all` it is a list.
      const addresses = found as { address: string; family: number }[];
      if (error) return callback(error, '', 0);
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => refusedAddress(address) !== null)) {
        return callback(new RefusedTarget(target), '', 0);
      }
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });

/**
 * Connects to public addresses only. A literal is checked before, a name at its one lookup, whose addresses are those
 * connected to, and the peer again once connected. Proxies of the environment are not used; every request connects anew,
 * so that none passes a check of before.
 */
export function createGuardedAgent({ allowed_hosts, lookup = dnsLookup as LookupFunction }: Guard): Agent {
  const options = { timeout: CONNECT_TIMEOUT_MS, allowH2: false };
  const open = buildConnector(options);
  return new Agent({
    pipelining: 0,
    allowH2: false,
    connect(to, callback) {
      const target = hostPort(to);
      if (allowed_hosts.includes(target)) return open(to, callback);
      if (isInternal(bareHost(to.hostname))) return callback(new RefusedTarget(target), null);
      const openChecked = buildConnector({ ...options, lookup: checkedLookup(target, lookup) });
      return openChecked(to, (...result) => {
        const [error, socket] = result;
        if (error) return callback(error, null);
        if (refusedAddress(socket.remoteAddress ?? '') === null) return callback(null, socket);
        socket.destroy();
        return callback(new RefusedTarget(target), null);
      });
    },
  });
}
