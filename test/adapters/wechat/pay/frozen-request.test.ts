import { expect } from 'chai';
import { thawRequest } from '../../../../src/adapters/wechat/pay/frozen-request.ts';
import { aGateway } from '../support/gateway.ts';
import { anIntent } from '../support/transactions.ts';

describe('a frozen request', () => {
  const frozen = aGateway().freeze(anIntent());

  it('is the whole request as text', () => {
    expect(frozen).to.deep.equal({
      appid: 'wxd678efh567hg6787',
      mchid: '1230000109',
      body:
        '{"appid":"wxd678efh567hg6787","mchid":"1230000109","description":"海马积分 1000点",' +
        '"out_trade_no":"PT20260101000001","time_expire":"2026-01-01T12:05:06+08:00",' +
        '"notify_url":"https://points.example/wechat/notifications/pay",' +
        '"amount":{"total":990,"currency":"CNY"},"payer":{"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}}',
    });
  });

  it('writes the expiry in Beijing time across midnight', () => {
    const { body } = aGateway().freeze(anIntent({ expiresAt: new Date('2025-12-31T16:00:00Z') }));
    expect(JSON.parse(body)).to.include({ time_expire: '2026-01-01T00:00:00+08:00' });
  });

  it('is the same text whenever the same intent is frozen', () => {
    expect(aGateway().freeze(anIntent())).to.deep.equal(frozen);
  });

  it('is not sent when storage has reordered, reformatted or cut it', () => {
    const { appid, mchid, ...rest } = JSON.parse(frozen.body);
    const reordered = { ...frozen, body: JSON.stringify({ ...rest, appid, mchid }) };
    const spaced = { ...frozen, body: JSON.stringify(JSON.parse(frozen.body), null, 1) };
    const cut = { ...frozen, body: frozen.body.slice(0, -1) };
    for (const altered of [reordered, spaced, cut]) expect(() => thawRequest(altered)).to.throw('as it was frozen');
  });
});
