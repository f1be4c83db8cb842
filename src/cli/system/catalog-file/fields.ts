import { z } from 'zod';
import { STOREFRONTS } from '../../../domain/catalog/package.ts';
import { fen } from '../../../domain/shared/fen.ts';
import { points } from '../../../domain/shared/points.ts';

const MOST_FEN = 100_000_000;

export const code = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, { message: 'expected a code such as points-50' });
export const name = z.string().min(1).max(100);
export const text = z.string().max(500).default('');
export const sort = z.int32().default(0);
export const money = (min: number) => z.int().min(min).max(MOST_FEN).transform(fen);
export const count = (min: number) =>
  z
    .int()
    .min(min)
    .transform((value) => points(BigInt(value)));
export const instant = z.iso.datetime({ offset: true }).transform((written) => new Date(written));
export const storefronts = z.array(z.enum(STOREFRONTS)).min(1);
