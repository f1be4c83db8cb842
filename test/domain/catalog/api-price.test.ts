import { expect } from 'chai';
import fc from 'fast-check';
import { type ApiPrice, newPrices, pricesAt, type WantedPrice } from '../../../src/domain/catalog/api-price.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';

const at = (days: number) => msAfter(NOON, days * DAY);
const price = (version: number, pointsPerCall: number, day: number): ApiPrice => ({
  ...{ version, pointsPerCall: points(BigInt(pointsPerCall)), effectiveFrom: at(day) },
});
const wanted = (pointsPerCall: number, day: number | null = null): WantedPrice => ({
  pointsPerCall: points(BigInt(pointsPerCall)),
  effectiveFrom: day === null ? null : at(day),
});

describe('the price of an API', () => {
  const versions = [price(1, 5, -9), price(2, 6, 3)];

  it('is the one that has come into effect, and the announced one is named', () => {
    expect(pricesAt(versions, NOON)).to.deep.equal({ price: versions[0], nextPrice: versions[1] });
  });

  it('changes at the instant of the announced one', () => {
    expect(pricesAt(versions, msAfter(at(3), -1))).to.deep.include({ price: versions[0] });
    expect(pricesAt(versions, at(3))).to.deep.equal({ price: versions[1], nextPrice: null });
  });

  it('is that of the later decision, also when an earlier one comes into effect after it', () => {
    const [first, late, early] = [price(1, 5, -9), price(2, 6, 5), price(3, 7, 2)];
    expect(pricesAt([first, late, early], NOON)).to.deep.equal({ price: first, nextPrice: early });
    expect(pricesAt([early, late, first], at(6))).to.deep.equal({ price: early, nextPrice: null });
  });

  it('is announced with the next change only, whenever that was decided', () => {
    const [first, next, last] = [price(1, 5, -9), price(2, 6, 2), price(3, 7, 5)];
    expect(pricesAt([first, next, last], NOON)).to.deep.equal({ price: first, nextPrice: next });
  });

  it('of two decisions for one instant is that of the later', () => {
    expect(pricesAt([price(1, 5, 0), price(2, 6, 0)], NOON)).to.deep.include({ price: price(2, 6, 0) });
    expect(pricesAt([price(1, 5, 0), price(2, 6, 1), price(3, 7, 1)], NOON)).to.deep.include({
      nextPrice: price(3, 7, 1),
    });
  });

  it('is none before the first one', () => {
    expect(pricesAt(versions, at(-10))).to.equal(null);
    expect(pricesAt([], NOON)).to.equal(null);
  });
});

describe('a wanted price', () => {
  const present = [price(1, 5, -9)];
  const announced = [...present, price(2, 6, 3)];

  const cases: readonly (readonly [what: string, versions: ApiPrice[], wanted: WantedPrice, added: ApiPrice[]])[] = [
    ['is the first version of a new API, at once', [], wanted(5), [price(1, 5, 0)]],
    ['is at once for a new API even if it names a date', [], wanted(5, 3), [price(1, 5, 0)]],
    ['that holds already adds nothing', present, wanted(5), []],
    ['that holds already is no announcement', present, wanted(5, 3), []],
    ['holds at once', present, wanted(6), [price(2, 6, 0)]],
    ['holds at once if its date has passed', present, wanted(6, -1), [price(2, 6, 0)]],
    ['holds at once if its date is this instant', present, wanted(6, 0), [price(2, 6, 0)]],
    ['is announced', present, wanted(6, 3), [price(2, 6, 3)]],
    ['that is announced already adds nothing', announced, wanted(6, 3), []],
    ['takes the place of the announced one for the same day', announced, wanted(7, 3), [price(3, 7, 3)]],
    ['takes the place of an announced one that would come later', announced, wanted(7, 2), [price(3, 7, 2)]],
    ['withdraws an announced one that would come before it', announced, wanted(7, 4), [price(3, 5, 0), price(4, 7, 4)]],
    ['that is the present one withdraws the announced one', announced, wanted(5), [price(3, 5, 0)]],
    ['that is the announced one may come at once', announced, wanted(6), [price(3, 6, 0)]],
  ];
  for (const [what, versions, wish, added] of cases) {
    it(what, () => {
      expect(newPrices(versions, wish, NOON)).to.deep.equal(added);
    });
  }

  it('is what holds from its day on, nothing else is announced, and asking twice adds nothing', () => {
    const wishes = fc.record({
      pointsPerCall: fc.bigInt({ min: 1n, max: 3n }).map(points),
      effectiveFrom: fc.option(fc.integer({ min: -1, max: 9 }).map(at)),
      now: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(wishes, { minLength: 1, maxLength: 6 }), (steps) => {
        let versions: readonly ApiPrice[] = [];
        let day = 0;
        for (const { now: days, ...wish } of steps) {
          day += days;
          const [now, before] = [at(day), pricesAt(versions, at(day))];
          versions = [...versions, ...newPrices(versions, wish, now)];
          const { price: held, nextPrice } = pricesAt(versions, now) ?? expect.fail('no price');
          const waits = before !== null && wish.effectiveFrom !== null && wish.effectiveFrom > now;
          expect(held.pointsPerCall).to.equal(waits ? before.price.pointsPerCall : wish.pointsPerCall);
          expect(pricesAt(versions, at(99))?.price.pointsPerCall).to.equal(wish.pointsPerCall);
          if (nextPrice) expect(nextPrice.effectiveFrom).to.deep.equal(wish.effectiveFrom);
          expect(newPrices(versions, wish, now)).to.deep.equal([]);
          expect(versions.map(({ version }) => version)).to.deep.equal(versions.map((_, index) => index + 1));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
