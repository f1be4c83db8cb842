import { encode } from 'uqr';

/** What a phone needs around the code. */
const QUIET = 4;

export type QrModules = { readonly size: number; readonly isDark: (x: number, y: number) => boolean };

/** The squares of a QR code for this text, its margin included. */
export function qrModules(text: string): QrModules {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  return { size, isDark: (x, y) => data[y]?.[x] ?? false };
}

/** Them all as one path, a run of dark squares a rectangle. */
export function qrPath({ size, isDark }: QrModules): string {
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!isDark(x, y)) continue;
      const from = x;
      while (isDark(x + 1, y)) x++;
      path += `M${from} ${y}h${x + 1 - from}v1h-${x + 1 - from}z`;
    }
  }
  return path;
}
