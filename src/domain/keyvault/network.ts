import type { Brand } from '../shared/brand.ts';
import { formatAddress, type ParsedAddress, parseAddress } from './address-form.ts';

/** An address range in canonical CIDR form, such as `10.1.0.0/16` or `2001:db8::/32`. */
export type Network = Brand<string, 'Network'>;
/** An IPv4 or IPv6 address as it was given; v4-mapped v6 (`::ffff:10.1.2.3`) means the IPv4 address. */
export type IpAddress = Brand<string, 'IpAddress'>;

/** Four numbers up to 255 without leading zeros: the case that comes with every request, and is written in the one way already. */
const PLAIN_V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

export const isIpAddress = (text: string): text is IpAddress => PLAIN_V4.test(text) || parseAddress(text) !== null;

/** Null: not an address range, or one that has bits set beyond its prefix, which is more often a slip than a wish. */
export function parseNetwork(text: string): Network | null {
  const [address = '', length, ...rest] = text.split('/');
  const parsed = parseAddress(address);
  if (!parsed || rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
  const prefix = length === undefined ? parsed.bits : Number(length);
  if (prefix > parsed.bits) return null;
  const hostBits = BigInt(parsed.bits - prefix);
  if ((parsed.value >> hostBits) << hostBits !== parsed.value) return null;
  return `${formatAddress(parsed)}/${prefix}` as Network;
}

export function contains(network: Network, address: IpAddress): boolean {
  const [base = '', length = ''] = network.split('/');
  const [range, point] = [parseAddress(base), parseAddress(address)];
  if (!range || !point || range.bits !== point.bits) return false;
  const hostBits = BigInt(range.bits - Number(length));
  return range.value >> hostBits === point.value >> hostBits;
}

/** Whoever may have this address may have all of these: IPv6 is given out by the /64. */
export function blockOf(address: IpAddress): Network {
  const parsed = parseAddress(address) as ParsedAddress;
  const [prefix, hostBits] = parsed.bits === 32 ? [32, 0n] : [64, 64n];
  return `${formatAddress({ ...parsed, value: (parsed.value >> hostBits) << hostBits })}/${prefix}` as Network;
}

/** The address in the one way of writing it, IPv4 wherever it is one, so that PostgreSQL compares it as `contains` does. */
export function plain(address: string): string {
  if (PLAIN_V4.test(address)) return address;
  const parsed = parseAddress(address);
  return parsed ? formatAddress(parsed) : address;
}
