import { expect } from 'chai';
import type { Channel, Platform } from '../../src/domain/ordering/payment-channel.ts';
import type { Answer } from '../support/http/api-client.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

type MiniProgramPlatform = Exclude<Platform, 'web'>;
const OPEN = { android: 'jsapi', ios: 'jsapi', other: 'jsapi', web: 'native' } as const;
const CLIENTS: readonly (readonly [header: string | undefined, MiniProgramPlatform])[] = [
  ['android', 'android'],
  ['Android', 'android'],
  ['ios', 'ios'],
  ['iOS', 'ios'],
  ['windows', 'other'],
  ['ohos', 'other'],
  ['web', 'other'],
  ['__proto__', 'other'],
  ['constructor', 'other'],
  ['', 'other'],
  [undefined, 'other'],
];
const MESSAGES = {
  ios: '由于相关规范，iOS功能暂不可用',
  android: '暂未开放购买',
  other: '暂未开放购买',
} as const;
/** Another shop, system or person to turn to. */
const HINT =
  /https?:|www|web|网页|网站|官网|浏览器|电脑|PC|安卓|Android|鸿蒙|扫码|二维码|公众号|客服|联系|其他|其它|另|转账|native|jsapi|xpay|元|¥|￥|折|价/i;

describe('what a client of the mini-program is shown', () => {
  const channels: Record<Platform, Channel> = { ...OPEN };
  const system = useTestSystem({ parts: { channels: channels as never } });
  before(() => system().knex('catalog.promotions').where({ code: 'first-purchase' }).update({ enabled: true }));
  beforeEach(() => void Object.assign(channels, OPEN));
  const ask = (path: string, header: string | undefined, token?: string, body?: unknown): Promise<Answer> =>
    system().call(path, { token, body, headers: header === undefined ? {} : { 'X-Client-Platform': header } });

  for (const [header, platform] of CLIENTS) {
    const client = `one that calls itself ${JSON.stringify(header)}`;
    for (const channel of ['jsapi', 'xpay'] as const) {
      it(`to ${client}: prices, and that it pays by ${channel}`, async () => {
        for (const other of ['android', 'ios', 'other'] as const) channels[other] = 'off';
        channels[platform] = channel;
        const { status, json } = await ask('/api/v1/packages', header);
        expect(status).to.equal(200);
        expect(json.checkout).to.deep.equal({ gateway: channel });
        expect(json.packages).to.have.length(3);
        const promotions = await ask('/api/v1/promotions', header);
        expect(promotions.json.checkout).to.deep.equal({ gateway: channel });
        expect(promotions.json.promotions).to.have.length(1);
      });
    }

    it(`to ${client}, where nothing is sold: no price and no way round`, async () => {
      channels[platform] = 'off';
      const checkout = { gateway: 'off', message: MESSAGES[platform] };
      const packages = await ask('/api/v1/packages', header);
      expect(packages.json).to.deep.equal({ checkout, packages: [] });
      const promotions = await ask('/api/v1/promotions', header);
      expect(promotions.json).to.deep.equal({ checkout, promotions: [] });
      for (const { status, text } of [packages, promotions]) {
        expect(status).to.equal(200);
        expect(text).not.to.match(/\d/);
        expect(text).not.to.match(HINT);
      }
    });

    it(`to ${client}, where nothing is sold: no quote and no order, for whatever is asked`, async () => {
      const { token } = await system().actors.aPerson();
      const good = { package_id: await system().actors.packageId('points-300') };
      channels[platform] = 'off';
      const code = platform === 'ios' ? 'purchase_unavailable_ios' : 'purchase_unavailable';
      const refusals = [await ask('/api/v1/orders', header, token, good)];
      for (const body of [good, { package_id: 'pkg_1' }, {}]) {
        refusals.push(await ask('/api/v1/quotes', header, token, body));
      }
      for (const refusal of refusals) {
        expectProblem(refusal, [403, code, 'zh']);
        const { title, detail } = refusal.json;
        expect(title).to.equal(MESSAGES[platform]);
        expect(`${title} ${detail}`).not.to.match(/\d/);
        expect(`${title} ${detail}`).not.to.match(HINT);
      }
    });
  }

  it('where nothing is sold: what is his stays visible', async () => {
    const person = await system().actors.aPerson();
    const order = await system().actors.aPaidOrder(person, 'points-300');
    await system().actors.anApiKey(person);
    channels.ios = 'off';
    const show = async (path: string) => (await ask(path, 'ios', person.token)).json;
    expect(await show(`/api/v1/orders/${order.id}`)).to.include({ status: 'paid', amount_fen: 30_000 });
    expect((await show('/api/v1/balance')).available).to.be.greaterThan(0);
    expect((await show('/api/v1/api-keys')).api_keys).to.have.length(1);
    expect((await show('/api/v1/apis')).apis).not.to.deep.equal([]);
  });
});
