/** An address as a number of so many bits. */
export type ParsedAddress = { readonly bits: 32 | 128; readonly value: bigint };

/** Null: no address. IPv4 in the clothes of IPv6 (`::ffff:10.1.2.3`, in any way of writing it) is IPv4. */
export function parseAddress(text: string): ParsedAddress | null {
  const parsed = text.includes(':') ? parseV6(text.toLowerCase()) : parseV4(text);
  const isMapped = parsed?.bits === 128 && parsed.value >> 32n === 0xffffn;
  return isMapped ? { bits: 32, value: parsed.value & 0xffff_ffffn } : parsed;
}

/** The one way of writing it: four decimals, or hexadecimal with the longest run of zeros left out (RFC 5952). */
export function formatAddress({ bits, value }: ParsedAddress): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((value >> shift) & 65_535n).toString(16));
  const text = groups.join(':');
  const [longest] = [...text.matchAll(/\b0(:0)+\b/g)].sort((a, b) => b[0].length - a[0].length);
  if (!longest) return text;
  const [head, tail] = [text.slice(0, longest.index), text.slice(longest.index + longest[0].length)];
  return `${head.replace(/:$/, '')}::${tail.replace(/^:/, '')}`;
}

function parseV4(text: string): ParsedAddress | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return null;
  return { bits: 32, value: parts.reduce((all, part) => all * 256n + BigInt(part), 0n) };
}

function parseV6(text: string): ParsedAddress | null {
  const hexadecimal = withoutDecimals(text);
  const halves = (hexadecimal ?? '').split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail] = halves;
  const zeros = 8 - head.length - (tail?.length ?? 0);
  if (hexadecimal === null || halves.length > 2 || (tail === undefined ? zeros !== 0 : zeros < 1)) return null;
  const groups = [...head, ...Array<string>(zeros).fill('0'), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return { bits: 128, value: groups.reduce((all, group) => all * 65_536n + BigInt(`0x${group}`), 0n) };
}

/** The last two groups may be written as IPv4. Null: what stands there is none. */
function withoutDecimals(text: string): string | null {
  const last = text.slice(text.lastIndexOf(':') + 1);
  if (!last.includes('.')) return text;
  const v4 = parseV4(last);
  return v4 && `${text.slice(0, -last.length)}${(v4.value >> 16n).toString(16)}:${(v4.value & 65_535n).toString(16)}`;
}
