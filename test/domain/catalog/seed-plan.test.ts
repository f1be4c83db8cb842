import { expect } from 'chai';
import { type Catalog, type CatalogFile, planSeed } from '../../../src/domain/catalog/seed-plan.ts';
import type { ApiOffer, SoldApi } from '../../../src/domain/catalog/sold-api.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { ApiCode } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aPackage, aProduct, aPromotion, aSoldApi } from '../../support/builders.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';

const EMPTY: CatalogFile & Catalog = { products: [], packages: [], promotions: [], apis: [] };
const withoutId = <T extends { id: unknown }>({ id: _, ...rest }: T): Omit<T, 'id'> => rest;
const soldAt = (pointsPerCall: bigint, nextPrice: SoldApi['nextPrice'] = null): SoldApi => {
  const { pointsPerCall: _, effectiveFrom: __, ...described } = aSoldApi();
  return { ...described, price: { version: 1, pointsPerCall: points(pointsPerCall), effectiveFrom: NOON }, nextPrice };
};

describe('the plan of a seed', () => {
  const [product, offer, promotion] = [aProduct(), aPackage({ productCode: 'packs' }), aPromotion()];
  const file: CatalogFile = {
    ...{ products: [product], packages: [withoutId(offer)], promotions: [withoutId(promotion)], apis: [aSoldApi()] },
  };
  const present: Catalog = {
    ...{ products: [product], packages: [offer], promotions: [promotion], apis: [soldAt(3n)] },
  };
  const changesOf = (wanted: CatalogFile, of: Catalog) =>
    planSeed(wanted, of, NOON).map(({ what, code, change }) => `${change} ${what} ${code}`);

  it('adds what is not there: products first, since packages belong to them', () => {
    expect(changesOf(file, EMPTY)).to.deep.equal([
      'added product packs',
      'added package starter',
      'added promotion promotion',
      'added api image.recognize',
    ]);
    expect(planSeed(file, EMPTY, NOON).map(({ before }) => before)).to.deep.equal([null, null, null, null]);
  });

  it('leaves alone what is as the file says, and what it does not name', () => {
    expect(changesOf(structuredClone(file), present).every((line) => line.startsWith('unchanged'))).to.equal(true);
    expect(planSeed(EMPTY, present, NOON)).to.deep.equal([]);
  });

  it('changes what differs in a single field, and shows it before and after', () => {
    const wanted: CatalogFile = {
      products: [{ ...product, enabled: false }],
      packages: [{ ...withoutId(offer), priceFen: fen(1) }],
      promotions: [{ ...withoutId(promotion), endsAt: NOON }],
      apis: [aSoldApi({ notice: '慢' })],
    };
    const plan = planSeed(wanted, present, NOON);
    expect(plan.map(({ change }) => change)).to.deep.equal(Array(4).fill('changed'));
    expect(plan[1]).to.deep.include({ before: withoutId(offer), after: wanted.packages[0] });
  });

  const planned = (offered: Partial<ApiOffer>, sold: SoldApi) =>
    planSeed({ ...EMPTY, apis: [aSoldApi(offered)] }, { ...EMPTY, apis: [sold] }, NOON)[0];
  const next = { version: 2, pointsPerCall: points(4n), effectiveFrom: msAfter(NOON, DAY) };

  it('announces a price whose day is to come', () => {
    const announced = { pointsPerCall: points(4n), effectiveFrom: msAfter(NOON, DAY) };
    expect(planned(announced, soldAt(3n))).to.deep.include({ change: 'changed', after: aSoldApi(announced) });
    expect(planned(announced, soldAt(3n, next))).to.deep.include({ change: 'unchanged' });
  });

  it('takes a day that has come as at once', () => {
    const due = planned({ pointsPerCall: points(4n), effectiveFrom: NOON }, soldAt(3n));
    expect(due).to.deep.include({ change: 'changed', after: aSoldApi({ pointsPerCall: points(4n) }) });
  });

  it('withdraws the announced price when the file names the present one', () => {
    expect(planned({}, soldAt(3n, next))).to.deep.include({
      change: 'changed',
      before: aSoldApi({ pointsPerCall: points(4n), effectiveFrom: next.effectiveFrom }),
      after: aSoldApi(),
    });
  });

  it('takes no notice of a day once the price holds', () => {
    expect(planned({ effectiveFrom: msAfter(NOON, -DAY) }, soldAt(3n))).to.deep.include({ change: 'unchanged' });
  });

  it('gives a new API its price at once', () => {
    const api = aSoldApi({ code: 'new' as ApiCode, effectiveFrom: msAfter(NOON, DAY) });
    const [entry] = planSeed({ ...EMPTY, apis: [api] }, EMPTY, NOON);
    expect(entry).to.deep.include({ change: 'added', after: { ...api, effectiveFrom: null } });
  });
});
