import { expect } from 'chai';
import fc from 'fast-check';
import type { Package } from '../../../src/domain/catalog/package.ts';
import type { Promotion } from '../../../src/domain/catalog/promotion.ts';
import type { Quote } from '../../../src/domain/catalog/quote.ts';
import { arbitraryOffer, arbitraryPromotions } from './arbitrary-quotes.ts';
import { quoted } from './quotes.ts';

type Asked = { readonly offer: Package; readonly promotions: readonly Promotion[]; readonly isFirstPurchase: boolean };

const asked: fc.Arbitrary<Asked> = fc.record({
  offer: arbitraryOffer,
  promotions: arbitraryPromotions,
  isFirstPurchase: fc.boolean(),
});
const quoteOf = ({ isFirstPurchase, ...rest }: Asked): Quote => quoted({ ...rest, buyer: { isFirstPurchase } });
const forAll = (holds: (asked: Asked, quote: Quote) => unknown): void =>
  fc.assert(
    fc.property(asked, (each) => void holds(each, quoteOf(each))),
    { numRuns: 1_000 },
  );

describe('whatever promotions there are, a quote', () => {
  it('costs at least a fen, and never more than the list price', () => {
    forAll(({ offer }, { amountFen, listPriceFen, discountFen }) => {
      expect(listPriceFen).to.equal(offer.priceFen);
      expect(amountFen).to.be.within(1, listPriceFen);
      expect(amountFen + discountFen).to.equal(listPriceFen);
    });
  });

  it('gives no fewer points and no fewer bonus points than the package advertises', () => {
    forAll(({ offer }, quote) => {
      expect(quote.points).to.equal(offer.points);
      expect(quote.bonusPoints >= offer.bonusPoints).to.equal(true);
    });
  });

  it('gives no more points of a kind than a lot can hold', () => {
    forAll((_, { bonusPoints }) => expect(bonusPoints <= 9_007_199_254_740_991n).to.equal(true));
  });

  it('is the same for the same question, in whatever order the promotions come', () => {
    const shuffled = asked.chain((each) =>
      fc.tuple(fc.constant(each), fc.shuffledSubarray([...each.promotions], { minLength: each.promotions.length })),
    );
    fc.assert(
      fc.property(shuffled, ([each, promotions]) => {
        expect(quoteOf({ ...each, promotions })).to.deep.equal(quoteOf(each));
      }),
      { numRuns: 1_000 },
    );
  });

  it('owes its price to at most one cut and its bonus to at most one gift', () => {
    forAll(({ offer }, { applied, discountFen, bonusPoints }) => {
      const cuts = applied.filter((each) => each.discountFen > 0);
      const gifts = applied.filter((each) => each.bonusPoints > 0n);
      expect(cuts.length).to.be.at.most(1);
      expect(gifts.length).to.be.at.most(1);
      expect(applied).to.deep.equal([...cuts, ...gifts]);
      expect(discountFen).to.equal(cuts[0]?.discountFen ?? 0);
      expect(bonusPoints - offer.bonusPoints).to.equal(gifts[0]?.bonusPoints ?? 0n);
    });
  });

  it('is never worse for the buyer with one promotion more, nor with the first purchase', () => {
    const isNoWorse = (quote: Quote, than: Quote): boolean =>
      quote.amountFen <= than.amountFen && quote.bonusPoints >= than.bonusPoints;
    forAll((each, quote) => {
      const { promotions } = each;
      expect(isNoWorse(quote, quoteOf({ ...each, promotions: promotions.slice(1) }))).to.equal(true);
      expect(isNoWorse(quoteOf({ ...each, isFirstPurchase: true }), quote)).to.equal(true);
    });
  });

  it('is as good as with any one of its promotions alone', () => {
    forAll((each, quote) => {
      const alone = each.promotions.map((one) => quoteOf({ ...each, promotions: [one] }));
      expect(quote.amountFen).to.equal(Math.min(quote.listPriceFen, ...alone.map(({ amountFen }) => amountFen)));
      const most = alone.reduce(
        (most, { bonusPoints }) => (bonusPoints > most ? bonusPoints : most),
        each.offer.bonusPoints,
      );
      expect(quote.bonusPoints).to.equal(most);
    });
  });

  it('is cut, enriched, both and neither often enough for all this to mean something', () => {
    const seen = { cut: 0, gift: 0, both: 0, neither: 0 };
    for (const each of fc.sample(asked, 1_000)) {
      const { discountFen, applied } = quoteOf(each);
      const gift = applied.some(({ bonusPoints }) => bonusPoints > 0n);
      seen[discountFen > 0 ? (gift ? 'both' : 'cut') : gift ? 'gift' : 'neither'] += 1;
    }
    for (const times of Object.values(seen)) expect(times, JSON.stringify(seen)).to.be.greaterThan(100);
  });
});
