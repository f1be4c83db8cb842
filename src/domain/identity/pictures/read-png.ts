import { type Anatomy, asciiAt, bigEndian32 } from './anatomy.ts';

export const PNG_BEGINS = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Length, type and checksum of a chunk. */
const FRAME = 12;
const HEADER_LENGTH = 13;
const PIXELS = new Set(['IDAT', 'fdAT']);

/** Walks a PNG from its header to its end, which is that of the file. Null: it is not one that is whole. */
export function readPng(bytes: Uint8Array): Anatomy | null {
  const beside: Uint8Array[] = [];
  let size: Pick<Anatomy, 'width' | 'height'> | null = null;
  let hasPixels = false;
  for (let at: number = PNG_BEGINS.length; at + FRAME <= bytes.length; ) {
    const [length, type] = [bigEndian32(bytes, at), asciiAt(bytes, at + 4, 4)];
    const [content, end] = [at + 8, at + FRAME + length];
    const isHeader = type === 'IHDR';
    if (end > bytes.length || isHeader !== (size === null) || (isHeader && length !== HEADER_LENGTH)) return null;
    if (isHeader) size = { width: bigEndian32(bytes, content), height: bigEndian32(bytes, content + 4) };
    if (type === 'IEND') {
      const isLast = length === 0 && end === bytes.length;
      return size && hasPixels && isLast ? { ...size, beside } : null;
    }
    hasPixels ||= type === 'IDAT';
    if (!PIXELS.has(type)) beside.push(bytes.subarray(content, content + length));
    at = end;
  }
  return null;
}
