/** An address as its bytes: 4, or 16. */
type Bytes = readonly number[];

/** Is it an address or a range (CIDR) that the server takes? `10.1.0.0/16`, `2001:db8::/32`, with no bit set beyond its length. */
export function isNetwork(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/');
  const bytes = bytesOf(address);
  if (!bytes || rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return false;
  const bits = bytes.length * 8;
  const prefix = length === undefined ? bits : Number(length);
  return prefix <= bits && hasNoBitBeyond(bytes, prefix);
}

const hasNoBitBeyond = (bytes: Bytes, prefix: number): boolean =>
  bytes.every((byte, index) => {
    const kept = Math.min(Math.max(prefix - index * 8, 0), 8);
    return (byte & (0xff >> kept)) === 0;
  });

/** IPv4 in the clothes of IPv6 is IPv4. */
function bytesOf(address: string): Bytes | null {
  const bytes = address.includes(':') ? bytesOfV6(address.toLowerCase()) : bytesOfV4(address);
  const isMapped = bytes?.length === 16 && bytes.slice(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 255));
  return bytes && isMapped ? bytes.slice(12) : bytes;
}

function bytesOfV4(text: string): Bytes | null {
  const parts = text.split('.');
  const isRight = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return isRight ? parts.map(Number) : null;
}

function bytesOfV6(text: string): Bytes | null {
  const hexadecimal = withoutDecimals(text);
  if (hexadecimal === null) return null;
  const halves = hexadecimal.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail] = halves;
  const zeros = 8 - head.length - (tail?.length ?? 0);
  if (halves.length > 2 || (tail === undefined ? zeros !== 0 : zeros < 1)) return null;
  const groups = [...head, ...Array<string>(zeros).fill('0'), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16)).flatMap((group) => [group >> 8, group & 255]);
}

/** The last two groups may be written as IPv4. Null: what stands there is none. */
function withoutDecimals(text: string): string | null {
  const last = text.slice(text.lastIndexOf(':') + 1);
  if (!last.includes('.')) return text;
  const bytes = bytesOfV4(last);
  if (!bytes) return null;
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return `${text.slice(0, -last.length)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}
