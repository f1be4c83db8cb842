import { z } from 'zod';

/** What an id looks like outside: `ord_` and the 32 hexadecimal digits of its UUID. */
export type IdPrefix =
  | 'usr'
  | 'pkg'
  | 'ord'
  | 'rfd'
  | 'rec'
  | 'key'
  | 'use'
  | 'hld'
  | 'inv'
  | 'ttl'
  | 'sgn'
  | 'ses'
  | 'aud'
  | 'lgn'
  | 'chk'
  | 'whk'
  | 'evt'
  | 'dlv'
  | 'cdb';

/** How such an id is described where it is given out. */
export const shownId = (prefix: IdPrefix) => z.string().regex(shapeOf(prefix));

export const publicId = (prefix: IdPrefix, id: string): string => `${prefix}_${id.replaceAll('-', '')}`;

/** Reads such an id. Anything else is an id that does not exist, so the caller decides what that means. */
export const idSchema = <Id extends string>(prefix: IdPrefix) =>
  z
    .string()
    .regex(shapeOf(prefix), { message: `expected an id such as ${prefix}_0192…` })
    .transform((text) => toUuid(text.slice(prefix.length + 1)) as Id);

export function parseId<Id extends string>(prefix: IdPrefix, text: unknown): Id | null {
  const parsed = idSchema<Id>(prefix).safeParse(text);
  return parsed.success ? parsed.data : null;
}

const shapeOf = (prefix: IdPrefix): RegExp => new RegExp(`^${prefix}_[0-9a-f]{32}$`);

const toUuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
