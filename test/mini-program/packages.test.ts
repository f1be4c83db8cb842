import { expect } from 'chai';
import { packageView, recommendation, recommended } from '../../miniprogram/app/shared/packages.ts';
import { savedPercent } from '../../miniprogram/app/shared/saving.ts';
import { tiersOf } from '../../miniprogram/app/shared/tiers.ts';
import { aPackage, SHIPPED } from './a-package.ts';

const [small, middle, large] = SHIPPED as [never, never, never];

describe('packages on the screen', () => {
  it('stand in tiers, the 50元 tier open', () => {
    const shown = tiersOf(SHIPPED).map(({ label, expanded }) => [label, expanded]);
    expect(shown).to.deep.equal([
      ['小档（10元档）', false],
      ['中档（50元档）', true],
      ['大额（300元档）', false],
    ]);
  });

  it('stand in the tier of their list price, whatever a promotion takes off', () => {
    const [tier] = tiersOf([aPackage({ list_price_fen: 5_000, price_fen: 100 })]);
    expect(tier?.name).to.equal('中档');
  });

  it('open the first tier where there is no middle one', () => {
    expect(tiersOf([small, large]).map(({ expanded }) => expanded)).to.deep.equal([true, false]);
  });

  it('name the span of a tier with several prices', () => {
    expect(tiersOf([small, aPackage({ price_fen: 2_000 })])[0]?.label).to.equal('小档（10–20元档）');
  });

  it('are recommended where they are hot, three at most', () => {
    expect(recommended(SHIPPED)).to.deep.equal([middle]);
    expect(recommended(Array.from({ length: 5 }, () => middle))).to.have.length(3);
    expect(recommendation(middle)).to.equal('50元=600积分，最热销');
  });

  it('save what a point is cheaper than in the smallest one', () => {
    expect([small, middle, large].map((each) => savedPercent(each, SHIPPED))).to.deep.equal([0, 17, 29]);
    expect(savedPercent(middle, [])).to.equal(0);
  });

  it('show the price before, if it was higher, and what has made it so', () => {
    const promotion = {
      code: 'x',
      name: '新年优惠',
      kind: 'discount',
      first_purchase_only: false,
      discount_fen: 500,
    } as const;
    const cut = aPackage({ list_price_fen: 5_000, price_fen: 4_500, promotions: [{ ...promotion, bonus_points: 0 }] });
    expect(packageView(cut, [cut])).to.include({
      title: '600积分=50元',
      originalText: '¥50',
      promotionText: '新年优惠',
    });
    expect(packageView(middle, SHIPPED)).to.include({ originalText: '', savingText: '节省17%', promotionText: '' });
  });
});
