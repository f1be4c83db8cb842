import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** What a phone's camera makes of this picture (PNG). Null: no code that it can read. */
export function readQr(picture: Buffer): string | null {
  const { data, width, height } = PNG.sync.read(picture);
  return jsQR.default(new Uint8ClampedArray(data), width, height)?.data ?? null;
}
