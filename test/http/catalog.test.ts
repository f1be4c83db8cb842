import { expect } from 'chai';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('GET /api/v1/packages', () => {
  const system = useTestSystem();
  const packages = async () => (await system().call('/api/v1/packages')).json.packages;

  it('200 shows what the mini-program sells, to everybody, in the order of the operator', async () => {
    const { status, json } = await system().call('/api/v1/packages');
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('checkout', 'packages');
    expect(json.checkout).to.deep.equal({ gateway: 'jsapi' });
    expect(json.packages.map(({ code }: { code: string }) => code)).to.deep.equal([
      'points-10',
      'points-50',
      'points-300',
    ]);
    for (const { id, points_expire_at } of json.packages) {
      expect(id).to.match(/^pkg_[0-9a-f]{32}$/);
      expect(points_expire_at).to.match(INSTANT);
    }
    const { id: _, points_expire_at: __, ...biggest } = json.packages[2];
    expect(biggest).to.deep.equal({
      ...{ code: 'points-300', name: '300元=4000积分', description: '赠200积分', hot: false },
      product: { code: 'points-packs', name: '积分套餐', type: 'package' },
      ...{ price_fen: 30_000, list_price_fen: 30_000, original_price_fen: null },
      ...{ points: 4_000, bonus_points: 200, promotions: [], validity: { kind: 'months', months: 12 } },
    });
  });

  it('leaves out a package that was switched off', async () => {
    const table = system().knex('catalog.packages');
    await table.clone().where({ code: 'points-10' }).update({ enabled: false });
    expect((await packages()).map(({ code }: { code: string }) => code)).to.deep.equal(['points-50', 'points-300']);
  });

  it('leaves out the packages of a product that was switched off', async () => {
    const product = system().knex('catalog.products').where({ code: 'points-packs' });
    await product.clone().update({ enabled: false });
    expect((await packages()).map(({ code }: { code: string }) => code)).not.to.include('points-300');
    await product.clone().update({ enabled: true });
  });

  it('shows an original price', async () => {
    await system().knex('catalog.packages').where({ code: 'points-300' }).update({ original_price_fen: 40_000 });
    expect((await packages()).at(-1)).to.include({ price_fen: 30_000, original_price_fen: 40_000 });
  });

  it('leaves out a package outside its sale', async () => {
    const yesterday = new Date(Date.now() - 86_400_000);
    await system().knex('catalog.packages').where({ code: 'points-50' }).update({ sale_ends_at: yesterday });
    expect((await packages()).map(({ code }: { code: string }) => code)).not.to.include('points-50');
  });
});

describe('what a promotion for first purchases makes of it', () => {
  const system = useTestSystem();
  before(() => system().knex('catalog.promotions').where({ code: 'first-purchase' }).update({ enabled: true }));

  const FIRST = { code: 'first-purchase', name: '首充优惠', kind: 'bonus_percent', first_purchase_only: true };
  const packages = async (token?: string) => (await system().call('/api/v1/packages', { token })).json.packages;
  const bonuses = async (token?: string) =>
    (await packages(token)).map(({ bonus_points }: { bonus_points: number }) => bonus_points);

  it('GET /promotions: 200 with a text for the banner, for everybody', async () => {
    const { status, json } = await system().call('/api/v1/promotions');
    expect(status).to.equal(200);
    expect(json).to.deep.equal({
      checkout: { gateway: 'jsapi' },
      promotions: [
        {
          ...{ ...FIRST, text: '首充加赠10%积分', packages: 'all' },
          ...{ starts_at: '2025-12-31T16:00:00.000Z', ends_at: null },
        },
      ],
    });
  });

  it('GET /packages: 200 with it for whoever has bought nothing yet', async () => {
    const { token } = await system().actors.aPerson();
    expect(await bonuses(token)).to.deep.equal([10, 60, 600]);
    expect((await packages(token))[1]).to.deep.include({
      ...{ price_fen: 5_000, list_price_fen: 5_000, points: 600 },
      promotions: [{ ...FIRST, discount_fen: 0, bonus_points: 60 }],
    });
  });

  it('GET /packages: 200 without it for strangers and for whoever has bought', async () => {
    const person = await system().actors.aPerson();
    await system().actors.aPaidOrder(person, 'points-10');
    expect(await bonuses()).to.deep.equal([0, 0, 200]);
    expect(await bonuses(person.token)).to.deep.equal([0, 0, 200]);
    expect(await system().actors.balanceOf(person)).to.equal(110);
  });

  it('GET /packages: 401 for a token that is not good', async () => {
    expectProblem(await system().call('/api/v1/packages', { token: 'x' }), [401, 'session_unknown', 'zh']);
    const headers = { Authorization: 'Basic eDp5' };
    expectProblem(await system().call('/api/v1/packages', { headers }), [401, 'session_missing', 'zh']);
  });

  const quote = (token: string | undefined, body: unknown) => system().call('/api/v1/quotes', { token, body });

  it('POST /quotes: 200 with the price and what it comes from; nothing is written', async () => {
    const { token } = await system().actors.aPerson();
    const package_id = await system().actors.packageId('points-300');
    const before = await system().rowCounts();
    const { status, json } = await quote(token, { package_id });
    expect(status).to.equal(200);
    const { points_expire_at, ...same } = json;
    expect(points_expire_at).to.match(INSTANT);
    expect(same).to.deep.equal({
      ...{ package_id, package_name: '300元=4000积分' },
      ...{ list_price_fen: 30_000, discount_fen: 0, amount_fen: 30_000, points: 4_000, bonus_points: 600 },
      promotions: [{ ...FIRST, discount_fen: 0, bonus_points: 400 }],
      validity: { kind: 'months', months: 12 },
    });
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('POST /quotes: what is quoted is what is ordered, and the order remembers why', async () => {
    const { token } = await system().actors.aPerson();
    const package_id = await system().actors.packageId('points-50');
    const quoted = (await quote(token, { package_id })).json;
    const expected_amount_fen = quoted.amount_fen;
    const { json } = await system().call('/api/v1/orders', { token, body: { package_id, expected_amount_fen } });
    for (const field of ['list_price_fen', 'amount_fen', 'points', 'bonus_points', 'promotions']) {
      expect(json.order[field], field).to.deep.equal(quoted[field]);
    }
  });

  it('POST /quotes: 401, 404, 409 and 400 as with an order', async () => {
    const { token } = await system().actors.aPerson();
    const [{ id }] = await system().knex('catalog.packages').where({ code: 'small' });
    const webOnly = { package_id: `pkg_${id.replaceAll('-', '')}` };
    expectProblem(await quote(undefined, webOnly), [401, 'session_missing', 'zh']);
    expectProblem(await quote(token, webOnly), [409, 'package_closed', 'zh']);
    expectProblem(await quote(token, { package_id: `pkg_${'0'.repeat(32)}` }), [404, 'unknown_package', 'zh']);
    expectProblem(await quote(token, { package_id: 'pkg_1' }), [404, 'unknown_package', 'zh']);
    expectProblem(await quote(token, {}), [400, 'invalid_request', 'zh'], ['errors']);
  });

  const texts: readonly (readonly [effect: object, firstPurchaseOnly: boolean, text: string])[] = [
    [{ kind: 'discount', pay_percent: 85 }, false, '8.5折'],
    [{ kind: 'discount', pay_percent: 80 }, true, '首充8折'],
    [{ kind: 'amount_off', minimum_fen: 5_000, off_fen: 550 }, false, '满50元减5.5元'],
    [{ kind: 'amount_off', minimum_fen: 0, off_fen: 500 }, true, '首充立减5元'],
    [{ kind: 'bonus', points: 50 }, false, '加赠50积分'],
  ];
  for (const [effect, first_purchase_only, text] of texts) {
    it(`GET /promotions: says "${text}"`, async () => {
      const change = { effect: JSON.stringify(effect), first_purchase_only };
      await system().knex('catalog.promotions').update(change);
      expect((await system().call('/api/v1/promotions')).json.promotions[0]).to.include({ text });
    });
  }

  it('GET /promotions: leaves out what does not run', async () => {
    await system().knex('catalog.promotions').update({ ends_at: new Date() });
    expect((await system().call('/api/v1/promotions')).json).to.deep.equal({
      checkout: { gateway: 'jsapi' },
      promotions: [],
    });
  });
});

describe('GET /api/v1/apis', () => {
  const system = useTestSystem();

  it('200 shows every API with its price, the announced one, and its state', async () => {
    await system().knex('catalog.sold_apis').where({ code: 'text.moderate' }).update({
      status: 'maintenance',
      notice: '今晚维护',
    });
    const nextYear = new Date(Date.now() + 365 * 86_400_000);
    const change = { version: 2, points_per_call: 6, effective_from: nextYear, created_at: new Date() };
    await system()
      .knex('catalog.sold_api_prices')
      .insert({ code: 'image.recognize', ...change });
    const { status, json } = await system().call('/api/v1/apis');
    expect(status).to.equal(200);
    for (const each of json.apis) expect(each.effective_from).to.match(INSTANT);
    const next = { points_per_call: 6, price_version: 2, effective_from: nextYear.toISOString() };
    expect(json.apis.map(({ effective_from: _, ...each }: { effective_from: string }) => each)).to.deep.equal([
      { ...api('image.recognize', '图片识别', '/v1/images/recognize', 5), next_price: next },
      api('speech.transcribe', '语音转写', '/v1/speech/transcribe', 10),
      { ...api('text.moderate', '文本审核', '/v1/texts/moderate', 1), status: 'maintenance', notice: '今晚维护' },
    ]);
  });
});

const api = (code: string, name: string, path: string, pointsPerCall: number) => ({
  ...{ code, name, path, points_per_call: pointsPerCall, price_version: 1, next_price: null },
  ...{ status: 'normal', notice: '' },
});
