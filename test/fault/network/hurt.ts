import { setTimeout as delay } from 'node:timers/promises';
import type { Dice } from '../dice.ts';

/** What a connection through the proxy suffers. Bytes are counted on each way of each connection. */
export type Hurt =
  | { readonly kind: 'none' }
  /** Each piece comes so much later. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** In pieces of so many bytes, each in a turn of its own. */
  | { readonly kind: 'slices'; readonly bytes: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  /** After so many bytes nothing arrives any more, and nobody says so. */
  | { readonly kind: 'stall'; readonly on: Way; readonly afterBytes: number }
  /** After so many bytes of the answer it is over, in good order; the other way stays open. */
  | { readonly kind: 'half_close'; readonly afterBytes: number }
  /** After so many bytes the connection is reset. */
  | { readonly kind: 'reset'; readonly on: Way; readonly afterBytes: number };

/** To the target, or back from it. */
export type Way = 'there' | 'back';

export const HURT_KINDS = ['latency', 'slices', 'bandwidth', 'stall', 'half_close', 'reset'] as const;
export type HurtKind = (typeof HURT_KINDS)[number];

const WAYS = ['there', 'back'] as const;
/** Within a request, within its headers, within an answer: an exchange with WeChat is one to three thousand bytes each way. */
const someBytes = (dice: Dice): number => (dice.chance(0.3) ? 0 : dice.between(1, 1_500));

export function drawHurt(kind: HurtKind, dice: Dice): Hurt {
  switch (kind) {
    case 'latency':
      return { kind, ms: dice.between(5, 120) };
    case 'slices':
      return { kind, bytes: dice.between(1, 40) };
    case 'bandwidth':
      return { kind, bytesPerSecond: dice.between(8, 64) * 1_024 };
    case 'half_close':
      return { kind, afterBytes: someBytes(dice) };
    case 'stall':
    case 'reset':
      return { kind, on: dice.pick(WAYS), afterBytes: someBytes(dice) };
  }
}

/** How the pieces of a chunk are passed on: each with the time to wait before it. */
export function piecesOf(chunk: Buffer, hurt: Hurt): { readonly bytes: Buffer; readonly afterMs: number }[] {
  if (hurt.kind === 'latency') return [{ bytes: chunk, afterMs: hurt.ms }];
  if (hurt.kind === 'slices') return cut(chunk, hurt.bytes).map((bytes) => ({ bytes, afterMs: 0 }));
  if (hurt.kind === 'bandwidth') {
    const { bytesPerSecond } = hurt;
    return cut(chunk, 256).map((bytes) => ({ bytes, afterMs: (bytes.length / bytesPerSecond) * 1_000 }));
  }
  return [{ bytes: chunk, afterMs: 0 }];
}

const cut = (chunk: Buffer, bytes: number): Buffer[] =>
  Array.from({ length: Math.ceil(chunk.length / bytes) }, (_, nth) => chunk.subarray(nth * bytes, (nth + 1) * bytes));

/** How many bytes still get through on this way; infinitely many where it does not end. */
export function bytesUntilTheEnd(hurt: Hurt, way: Way): number {
  if (hurt.kind === 'half_close') return way === 'back' ? hurt.afterBytes : Number.POSITIVE_INFINITY;
  if (hurt.kind === 'stall' || hurt.kind === 'reset')
    return way === hurt.on ? hurt.afterBytes : Number.POSITIVE_INFINITY;
  return Number.POSITIVE_INFINITY;
}

/** A turn of the event loop at least, so that each piece is a packet of its own. */
export const pause = (ms: number): Promise<unknown> =>
  ms > 0 ? delay(ms) : new Promise((resolve) => setImmediate(resolve));
