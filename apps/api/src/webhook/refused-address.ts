import ipaddr from 'ipaddr.js';

const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];
const DOCUMENTATION = ipaddr.parseCIDR('3fff::/20') as [ipaddr.IPv6, number];

/**
 * Why nothing may be sent to this address, or null. Allowed is what is public for sure: IPv4 outside of every special
 * range, and IPv6 in 2000::/3 outside of them. All that carries an IPv4 address inside (mapped, compatible, NAT64, 6to4,
 * Teredo) is refused with the rest.
 */
export function refusedAddress(text: string): string | null {
  const bare = text.replace(/%.*$/, '');
  // Short, octal and hexadecimal spellings are no addresses here: whoever resolves them decides what they mean.
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return 'no address';
  const address = ipaddr.parse(bare);
  const range = address.range();
  if (range !== 'unicast') return range;
  if (address.kind() === 'ipv4') return null;
  // The kind was looked at.
  const v6 = address as ipaddr.IPv6;
  if (!v6.match(GLOBAL_UNICAST)) return 'not global unicast';
  return v6.match(DOCUMENTATION) ? 'documentation' : null;
}
