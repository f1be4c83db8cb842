import type { Brand } from '../shared/brand.ts';

/** An address range in canonical CIDR form, such as `10.1.0.0/16` or `2001:db8::/32`. */
export type Network = Brand<string, 'Network'>;
/** An IPv4 or IPv6 address as it was given; v4-mapped v6 (`::ffff:10.1.2.3`) means the IPv4 address. */
export type IpAddress = Brand<string, 'IpAddress'>;

type Parsed = { readonly bits: 32 | 128; readonly value: bigint };

/** Of four numbers up to 255, without leading zeros: the case that comes with every request. */
const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

export const isIpAddress = (text: string): text is IpAddress => V4.test(text) || parseAddress(text) !== null;

/** Null: not an address range, or one that has bits set beyond its prefix, which is more often a slip than a wish. */
export function parseNetwork(text: string): Network | null {
  const [address = '', length, ...rest] = text.split('/');
  const parsed = parseAddress(address);
  if (!parsed || rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
  const prefix = length === undefined ? parsed.bits : Number(length);
  if (prefix > parsed.bits) return null;
  const hostBits = BigInt(parsed.bits - prefix);
  return (parsed.value >> hostBits) << hostBits === parsed.value ? (`${plain(address)}/${prefix}` as Network) : null;
}

export function contains(network: Network, address: IpAddress): boolean {
  const [base = '', length = ''] = network.split('/');
  const [range, point] = [parseAddress(base), parseAddress(address)];
  if (!range || !point || range.bits !== point.bits) return false;
  const hostBits = BigInt(range.bits - Number(length));
  return range.value >> hostBits === point.value >> hostBits;
}

/** The address as PostgreSQL compares it: IPv4 wherever it is one. */
export function plain(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address.toLowerCase();
}

function parseAddress(text: string): Parsed | null {
  const address = plain(text);
  return address.includes(':') ? parseV6(address) : parseV4(address);
}

function parseV4(text: string): Parsed | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return null;
  return { bits: 32, value: parts.reduce((all, part) => all * 256n + BigInt(part), 0n) };
}

function parseV6(text: string): Parsed | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map(groupsOf);
  if (!head || tail === null) return null;
  const zeros = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? zeros !== 0 : zeros < 1) return null;
  const groups = [...head, ...Array(Math.max(zeros, 0)).fill('0'), ...(tail ?? [])];
  return { bits: 128, value: groups.reduce((all, group) => all * 65_536n + BigInt(`0x${group}`), 0n) };
}

function groupsOf(half: string): string[] | null {
  if (half === '') return [];
  const groups = half.split(':');
  const last = groups.at(-1) as string;
  if (last.includes('.')) {
    const v4 = parseV4(last);
    if (!v4) return null;
    groups.splice(-1, 1, (v4.value >> 16n).toString(16), (v4.value & 65_535n).toString(16));
  }
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group)) ? groups : null;
}
