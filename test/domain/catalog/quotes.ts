import { expect } from 'chai';
import type { Promotion } from '../../../src/domain/catalog/promotion.ts';
import { type Quote, type QuoteRequest, quotePackage } from '../../../src/domain/catalog/quote.ts';
import { aPackage, aProduct } from '../../support/builders.ts';
import { NOON } from '../../support/instants.ts';

/** Somebody who has bought before asks at noon. */
export const aRequest = (change: Partial<QuoteRequest> = {}): QuoteRequest => ({
  offer: aPackage(),
  product: aProduct(),
  promotions: [],
  buyer: { isFirstPurchase: false },
  storefront: 'miniprogram',
  now: NOON,
  ...change,
});

export function quoted(change: Partial<QuoteRequest> = {}): Quote {
  const outcome = quotePackage(aRequest(change));
  return outcome.kind === 'quoted' ? outcome.quote : expect.fail(outcome.kind);
}

export const appliedBy = (promotions: readonly Promotion[], change: Partial<QuoteRequest> = {}): string[] =>
  quoted({ ...change, promotions }).applied.map(({ code }) => code);
