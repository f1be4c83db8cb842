import { type Anatomy, asciiAt, byteAt, littleEndian16, littleEndian32 } from './anatomy.ts';

type Size = Pick<Anatomy, 'width' | 'height'>;

const OF_THE_PICTURE = new Set(['VP8 ', 'VP8L', 'VP8X', 'ANIM', 'ANMF', 'ALPH']);
const littleEndian24 = (bytes: Uint8Array, at: number): number =>
  littleEndian16(bytes, at) + byteAt(bytes, at + 2) * 65_536;

export const isWebp = (bytes: Uint8Array): boolean =>
  asciiAt(bytes, 0, 4) === 'RIFF' && asciiAt(bytes, 8, 4) === 'WEBP';

/** Walks a WebP from chunk to chunk to its end, which is that of the file. Null: it is not one that is whole. */
export function readWebp(bytes: Uint8Array): Anatomy | null {
  if (littleEndian32(bytes, 4) + 8 !== bytes.length) return null;
  const beside: Uint8Array[] = [];
  const sizes: Size[] = [];
  let hasPixels = false;
  for (let at = 12; at < bytes.length; ) {
    const [type, length] = [asciiAt(bytes, at, 4), littleEndian32(bytes, at + 4)];
    const content = at + 8;
    const end = content + length + (length % 2);
    if (end > bytes.length) return null;
    const read = SIZES[type];
    const size = read?.(bytes.subarray(content, end));
    if (size === null) return null;
    if (size) sizes.push(size);
    hasPixels ||= ['VP8 ', 'VP8L', 'ANMF'].includes(type);
    if (!OF_THE_PICTURE.has(type)) beside.push(bytes.subarray(content, end));
    at = end;
  }
  if (!hasPixels || sizes.length === 0) return null;
  // The canvas and what is painted on it: a file may lie in one of them.
  const [width, height] = [sizes.map((size) => size.width), sizes.map((size) => size.height)];
  return { width: Math.max(...width), height: Math.max(...height), beside };
}

/** Null: it does not begin as such a chunk does. */
const SIZES: Readonly<Record<string, (content: Uint8Array) => Size | null>> = {
  'VP8 ': (content) =>
    content.length >= 10 && asciiAt(content, 3, 3) === '\x9d\x01\x2a'
      ? { width: littleEndian16(content, 6) % 16_384, height: littleEndian16(content, 8) % 16_384 }
      : null,
  VP8L: (content) => {
    const bits = littleEndian32(content, 1);
    const isLossless = content.length >= 5 && content[0] === 0x2f;
    return isLossless ? { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) } : null;
  },
  VP8X: (content) =>
    content.length >= 10 ? { width: 1 + littleEndian24(content, 4), height: 1 + littleEndian24(content, 7) } : null,
};
