import { expect } from 'chai';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('GET /api/payment/packages', () => {
  const channels: Record<string, string> = { android: 'jsapi', ios: 'jsapi', other: 'jsapi', web: 'native' };
  const system = useTestSystem({ parts: { channels: channels as never } });
  const show = (token?: string) => system().call('/api/payment/packages', { token });

  it('200 shows the four packs of the design, to everybody, in its words', async () => {
    const { status, json } = await show();
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('checkout', 'packages');
    expect(json.checkout).to.deep.equal({ gateway: 'native' });
    const table = json.packages.map((each: Record<string, unknown>) => [
      ...[each['package_id'], each['package_name'], each['credits'], each['amount']],
    ]);
    expect(table).to.deep.equal([
      ['small', '尝鲜包', 10, 2_900],
      ['medium', '标准包', 30, 7_900],
      ['large', '超值包', 100, 19_900],
      ['xlarge', '专业包', 300, 49_900],
    ]);
    const { credits_expire_at, ...small } = json.packages[0];
    expect(credits_expire_at).to.match(INSTANT);
    expect(small).to.deep.equal({
      ...{ package_id: 'small', package_name: '尝鲜包', description: '10次', hot: false, promotions: [] },
      ...{ package_name_en: 'Trial pack', description_en: '10 calls' },
      ...{ amount: 2_900, list_amount: 2_900, original_amount: null, credits: 10 },
    });
  });

  it('200 shows each visitor his own price, which is what he gets', async () => {
    const promotion = system().knex('catalog.promotions').where({ code: 'first-purchase' });
    await promotion.clone().update({ enabled: true, storefronts: ['web'] });
    const { token } = await system().actors.aPerson();
    const large = async (who?: string) => (await show(who)).json.packages[2];
    expect(await large()).to.deep.include({ credits: 100, promotions: [] });
    expect(await large(token)).to.deep.include({ credits: 110, promotions: ['首充优惠'] });
    const { json } = await system().call('/api/payment/create', { token, body: { package_id: 'large' } });
    expect(json.credits).to.equal(110);
    await promotion.clone().update({ enabled: false });
  });

  it('401 for a token that is not good', async () => {
    expectProblem(await show('x'), [401, 'session_unknown', 'zh']);
  });

  it('200 without a package, and why, where the operator sells nothing; creating is 403', async () => {
    channels['web'] = 'off';
    const { status, json, text } = await show();
    expect(status).to.equal(200);
    expect(json).to.deep.equal({ checkout: { gateway: 'off', message: '暂未开放购买' }, packages: [] });
    expect(text).not.to.match(/\d/);
    const { token } = await system().actors.aPerson();
    const before = await system().rowCounts();
    const body = { package_id: 'small' };
    expectProblem(await system().call('/api/payment/create', { token, body }), [403, 'purchase_unavailable', 'zh']);
    expect(await system().rowCounts()).to.deep.equal(before);
    channels['web'] = 'native';
  });
});
