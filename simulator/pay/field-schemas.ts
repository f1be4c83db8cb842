import { z } from 'zod';

export const upTo = (maxCharacters: number) => z.string().max(maxCharacters);
export const required = (maxCharacters: number) => upTo(maxCharacters).min(1);
export const count = z.int().min(0);

/** WeChat calls this address as it is: it must be absolute, have a path, and carry neither query nor fragment. */
export const notifyUrl = (maxCharacters: number) =>
  required(maxCharacters).refine(
    (text) => /^https?:\/\/[^/?#]+\/[^?#]*$/.test(text) && URL.canParse(text),
    'must be http(s) with a path and without a query',
  );

export const outTradeNo = z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/, 'must be 6 to 32 of 0-9 A-Z a-z _ - | *');
