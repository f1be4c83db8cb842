import { z } from 'zod';
import { DEFAULT_PRODUCT } from '../../../domain/catalog/product.ts';

/** What there is besides the file. */
export type KnownCodes = { readonly products: readonly string[]; readonly packages: readonly string[] };

export type Reference = {
  readonly to: keyof KnownCodes;
  readonly code: string;
  /** Where in the file it stands: `packages.2.product`. */
  readonly place: string;
};

const list = z.array(z.unknown()).catch([]);
const loose = z
  .object({ products: list, packages: list, promotions: list })
  .catch({ products: [], packages: [], promotions: [] });

/**
 * What a file refers to without containing it. Read loosely: a file with other mistakes is searched too, so that all of
 * them can be told at once.
 */
export function referencesBeyond(json: unknown): Reference[] {
  const { products, packages, promotions } = loose.parse(json);
  const inFile: KnownCodes = {
    products: [DEFAULT_PRODUCT.code, ...textsOf(products, 'code')],
    packages: textsOf(packages, 'code'),
  };
  const toProducts = packages.map((entry, at): Reference[] =>
    textsOf([entry], 'product').map((code) => ({ to: 'products', code, place: `packages.${at}.product` })),
  );
  const toPackages = promotions.map((entry, at): Reference[] =>
    list.parse(memberOf(entry, 'packages')).flatMap((code, nth): Reference[] => {
      const place = `promotions.${at}.packages.${nth}`;
      return typeof code === 'string' ? [{ to: 'packages', code, place }] : [];
    }),
  );
  return unknownOf([...toProducts, ...toPackages].flat(), inFile);
}

export const unknownOf = (references: readonly Reference[], known: KnownCodes): Reference[] =>
  references.filter(({ to, code }) => !known[to].includes(code));

const memberOf = (entry: unknown, name: string): unknown =>
  typeof entry === 'object' && entry !== null ? (entry as Readonly<Record<string, unknown>>)[name] : undefined;

const textsOf = (entries: readonly unknown[], name: string): string[] =>
  entries.map((entry) => memberOf(entry, name)).filter((value) => typeof value === 'string');
