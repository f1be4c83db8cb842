import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { contains, type IpAddress, type Network, plain } from '../../../domain/keyvault/network.ts';
import { isLocalUrl } from '../../../domain/webhooks/endpoint-url.ts';
import type { AddressRefusal } from '../../../domain/webhooks/webhook-sender.ts';

/** All addresses of a name, as the machine resolves it. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;
export type GuardedAddress = { readonly address: string; readonly family: 4 | 6 };
export type Judgement =
  | { readonly kind: 'open'; readonly addresses: readonly GuardedAddress[] }
  | { readonly kind: 'refused'; readonly reason: AddressRefusal };
export type AddressGuard = (url: URL) => Promise<Judgement>;

/** Where addresses on the internet come from, for now (IANA); what is in none of these is none. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

export const resolveByMachine: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * Says which addresses a sending may connect to: those that were looked at, and no name that may lead elsewhere a moment later. One
 * address that is not allowed spoils them all: an honest name has none.
 */
export function addressGuard(privateNetworks: readonly Network[], resolve: Resolve = resolveByMachine): AddressGuard {
  const isNamed = (address: string): boolean =>
    privateNetworks.some((network) => contains(network, address as IpAddress));
  return async (url) => {
    const found = await addressesOf(url, resolve);
    if (found.length === 0) return { kind: 'refused', reason: 'unresolved' };
    const isOpen = (address: string): boolean => isNamed(address) || (!isLocalUrl(url) && isPublic(address));
    if (!found.every(isOpen)) return { kind: 'refused', reason: 'address_not_public' };
    return { kind: 'open', addresses: found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })) };
  };
}

/** IPv4 in the clothes of IPv6 (`::ffff:127.0.0.1`) as the IPv4 that it is. */
async function addressesOf({ hostname }: URL, resolve: Resolve): Promise<string[]> {
  const literal = hostname.replace(/^\[|\]$/g, '');
  const found = ipaddr.isValid(literal) ? [literal] : await resolve(hostname).catch(() => []);
  return found.map(plain);
}

/** Of an IPv6 address that carries an IPv4 one (NAT64, 6to4, Teredo) nobody knows where it ends: it is not. */
export function isPublic(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_V6);
}
