import { expect } from 'chai';
import { price, priceParts, separated, yuan } from '../../miniprogram/app/shared/money.ts';
import { pointsWithBonus, signedPoints } from '../../miniprogram/app/shared/points.ts';

describe('money on the screen', () => {
  it('has no fraction where there is none', () => {
    expect([yuan(5_000), yuan(0), price(30_000)]).to.deep.equal(['50', '0', '¥300']);
  });

  it('has two digits of it otherwise', () => {
    expect([yuan(990), yuan(1), price(12_345)]).to.deep.equal(['9.90', '0.01', '¥123.45']);
  });

  it('comes in parts, the whole with separators', () => {
    expect(priceParts(123_456_700)).to.deep.equal({ whole: '1,234,567', fraction: '' });
    expect(priceParts(990)).to.deep.equal({ whole: '9', fraction: '.90' });
  });
});

describe('points on the screen', () => {
  it('have separators every three digits', () => {
    expect([0, 999, 1_200, 1_000_000, -4_200].map(separated)).to.deep.equal([
      '0',
      '999',
      '1,200',
      '1,000,000',
      '-4,200',
    ]);
  });

  it('have a sign where they are a movement', () => {
    expect([600, -5, 0].map(signedPoints)).to.deep.equal(['+600', '-5', '0']);
  });

  it('tell what is given besides', () => {
    expect(pointsWithBonus(4_000, 200)).to.equal('4,000积分 + 赠200积分');
    expect(pointsWithBonus(600, 0)).to.equal('600积分');
  });
});
