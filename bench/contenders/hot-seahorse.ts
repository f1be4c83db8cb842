import type { Bench } from '../bench.ts';
import type { Books, Contender } from '../contender.ts';
import { serveProduct } from '../product/serve-product.ts';
import { httpContender } from './http-contender.ts';

export const OURS = 'hot-seahorse';

/** What all this is about: the whole HTTP call, on Express 5. */
export const hotSeahorse = (bench: Bench, books: Books): Contender =>
  httpContender(bench, {
    name: OURS,
    title: 'Hot Seahorse, the whole HTTP call on Express 5',
    books,
    exchange: 'usage',
    start: () => serveProduct(bench.postgres.url),
  });
