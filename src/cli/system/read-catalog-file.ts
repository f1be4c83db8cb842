import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { CatalogFile } from '../../application/catalog/seed-catalog.ts';
import { type PackageOffer, STOREFRONTS } from '../../domain/catalog/package.ts';
import { API_STATUSES, type SoldApi } from '../../domain/catalog/sold-api.ts';
import { fen } from '../../domain/shared/fen.ts';
import type { ApiCode } from '../../domain/shared/ids.ts';
import { points } from '../../domain/shared/points.ts';
import type { Validity } from '../../domain/shared/validity.ts';

const code = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, { message: 'expected a code such as points-50' });
const count = (min: number) =>
  z
    .int()
    .min(min)
    .transform((value) => points(BigInt(value)));
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const validity = z.union([
  z.strictObject({ days: z.int().min(1).max(36_500) }).transform(({ days }): Validity => ({ kind: 'days', days })),
  z
    .strictObject({ months: z.int().min(1).max(1_200) })
    .transform(({ months }): Validity => ({ kind: 'months', months })),
  z.strictObject({ until: instant }).transform(({ until }): Validity => ({ kind: 'until', until })),
]);

const offer = z
  .strictObject({
    code,
    name: z.string().min(1).max(100),
    description: z.string().max(500).default(''),
    price_fen: z.int().min(1).max(100_000_000),
    points: count(1),
    bonus_points: count(0).default(points(0n)),
    validity,
    hot: z.boolean().default(false),
    sort: z.int().default(0),
    storefronts: z.array(z.enum(STOREFRONTS)).min(1),
    enabled: z.boolean().default(true),
    sale_starts_at: instant.nullable().default(null),
    sale_ends_at: instant.nullable().default(null),
  })
  .transform(
    ({ price_fen, bonus_points, sale_starts_at, sale_ends_at, ...same }): PackageOffer => ({
      ...same,
      priceFen: fen(price_fen),
      bonusPoints: bonus_points,
      saleStartsAt: sale_starts_at,
      saleEndsAt: sale_ends_at,
    }),
  );

const api = z
  .strictObject({
    code: code.transform((text) => text as ApiCode),
    name: z.string().min(1).max(100),
    path: z.string().startsWith('/').max(255),
    points_per_call: count(1),
    status: z.enum(API_STATUSES).default('normal'),
    notice: z.string().max(500).default(''),
  })
  .transform(({ points_per_call, ...same }): SoldApi => ({ ...same, pointsPerCall: points_per_call }));

/** Of two entries with one code the later would silently win. */
const onlyOnce = (entries: readonly { readonly code: string }[], context: z.RefinementCtx): void => {
  for (const [at, { code }] of entries.entries()) {
    if (entries.findIndex((entry) => entry.code === code) === at) continue;
    context.addIssue({ code: 'custom', path: [at, 'code'], message: `"${code}" stands above already` });
  }
};

const file = z.strictObject({
  packages: z.array(offer).superRefine(onlyOnce).default([]),
  apis: z.array(api).superRefine(onlyOnce).default([]),
});

/** Reads a catalog file (JSON, see catalogs/); throws one error that lists every mistake in it. */
export async function readCatalogFile(path: string | URL): Promise<CatalogFile> {
  const parsed = file.safeParse(await readJson(path));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${path} is not a catalog:\n${lines.join('\n')}`);
}

async function readJson(path: string | URL): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is not a JSON file: ${(error as Error).message}`, { cause: error });
  }
}
