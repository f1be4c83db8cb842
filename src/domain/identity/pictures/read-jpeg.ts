import { type Anatomy, bigEndian16, byteAt } from './anatomy.ts';

export const JPEG_BEGINS = [0xff, 0xd8, 0xff] as const;
const FILL = 0xff;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;

/** Start of frame: C0 to CF but for the tables and the reserved one among them. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** APP0 to APP15, and comments. */
const isBeside = (marker: number): boolean => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
/** Within a scan: a byte FF of the picture itself, or a point to start again at. */
const isOfScan = (marker: number): boolean => marker === 0 || (marker >= 0xd0 && marker <= 0xd7);

/** Walks a JPEG from segment to segment to its end, which is that of the file. Null: it is not one that is whole. */
export function readJpeg(bytes: Uint8Array): Anatomy | null {
  const beside: Uint8Array[] = [];
  let size: Pick<Anatomy, 'width' | 'height'> | null = null;
  let hasScan = false;
  for (let at = 2; at + 2 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = byteAt(bytes, at + 1);
    if (marker === FILL) {
      at += 1;
      continue;
    }
    if (marker === END_OF_IMAGE) return size && hasScan && at + 2 === bytes.length ? { ...size, beside } : null;
    const length = bigEndian16(bytes, at + 2);
    const [content, end] = [at + 4, at + 2 + length];
    if (marker < 0xc0 || isOfScan(marker) || length < 2 || end > bytes.length) return null;
    if (isFrame(marker)) size ??= { height: bigEndian16(bytes, content + 1), width: bigEndian16(bytes, content + 3) };
    if (isBeside(marker)) beside.push(bytes.subarray(content, end));
    hasScan ||= marker === START_OF_SCAN;
    at = marker === START_OF_SCAN ? endOfScan(bytes, end) : end;
  }
  return null;
}

function endOfScan(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && isOfScan(byteAt(bytes, at + 1))) at = bytes.indexOf(0xff, at + 1);
  return at < 0 ? bytes.length : at;
}
