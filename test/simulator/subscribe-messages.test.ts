import { expect } from 'chai';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { weixinClient } from './support/weixin-client.ts';

const path = '/cgi-bin/message/subscribe/send';
const templateId = 'tmpl-paid';

describe('A subscribe message', () => {
  const wechat = useSimulatedWechat();
  const api = () => weixinClient(wechat.simulator);
  let users = 0;
  const aUser = async (times = 1): Promise<string> => {
    users += 1;
    const { openid } = await wechat.control.login(`user-${users}`);
    await wechat.control.post('/subscribe', { openid, template_id: templateId, times });
    return openid;
  };
  const send = (touser: string, data: object = { thing1: { value: '积分包' } }, changes: object = {}) =>
    api().post(path, {
      touser,
      template_id: templateId,
      page: 'pages/order-detail/order-detail?id=1',
      data,
      ...changes,
    });

  afterEach(() => wechat.control.put('/templates', { templates: [] }));

  it('is sent once for each acceptance', async () => {
    const openid = await aUser(2);
    expect(await send(openid)).to.deep.equal({ errcode: 0, errmsg: 'ok' });
    expect((await send(openid))['errcode']).to.equal(0);
    const third = await send(openid);
    expect(third['errcode']).to.equal(43101);
    expect(third['errmsg']).to.match(/^user refuse to accept the msg rid: /);
  });

  it('is kept with its words for the tester', async () => {
    const openid = await aUser();
    await send(openid, { thing1: { value: '积分包' }, amount2: { value: '9.90元' } }, { miniprogram_state: 'trial' });
    const { messages } = (await wechat.control.get('/messages')).json as { messages: Record<string, unknown>[] };
    expect(messages.at(-1)).to.deep.include({
      openid,
      template_id: templateId,
      page: 'pages/order-detail/order-detail?id=1',
      miniprogram_state: 'trial',
      lang: 'zh_CN',
      data: { thing1: '积分包', amount2: '9.90元' },
    });
    expect(messages.at(-1)?.['at']).to.match(/\+08:00$/);
  });

  it('accepted for one template is not accepted for another', async () => {
    const openid = await aUser();
    expect((await send(openid, undefined, { template_id: 'other' }))['errcode']).to.equal(43101);
  });

  it('is refused to an unknown openid', async () => {
    expect((await send('o-nobody'))['errcode']).to.equal(40003);
  });

  it('is refused for a template that is not registered, once any is', async () => {
    const openid = await aUser();
    await wechat.control.put('/templates', { templates: [{ template_id: 'other', fields: ['thing1'] }] });
    expect((await send(openid))['errcode']).to.equal(40037);
    await wechat.control.put('/templates', { templates: [{ template_id: templateId, fields: ['thing1'] }] });
    expect((await send(openid))['errcode']).to.equal(0);
  });

  it('carries the fields of its template, no fewer and no others', async () => {
    const openid = await aUser();
    await wechat.control.put('/templates', { templates: [{ template_id: templateId, fields: ['thing1', 'amount2'] }] });
    const thing1 = { value: '积分包' };
    const tooFew = await send(openid, { thing1 });
    expect(tooFew['errcode']).to.equal(47003);
    expect(tooFew['errmsg']).to.match(/^argument invalid! data\.amount2\.value empty/);
    const others = await send(openid, { thing1, amount2: { value: '9.90元' }, thing3: thing1 });
    expect(others['errmsg']).to.match(/data\.thing3\.value/);
    expect((await send(openid, { thing1, amount2: { value: '¥9.90' } }))['errcode']).to.equal(0);
  });

  it('survives a restart with what is left of the quota', async () => {
    const openid = await aUser(2);
    await send(openid);
    await wechat.restart();
    expect((await send(openid))['errcode']).to.equal(0);
    expect((await send(openid))['errcode']).to.equal(43101);
  });

  it('names a state that exists', async () => {
    const openid = await aUser();
    expect((await send(openid, undefined, { miniprogram_state: 'beta' }))['errcode']).to.equal(47001);
  });

  const good: Record<string, string[]> = {
    thing1: ['字'.repeat(20), '😀'.repeat(20)],
    number2: ['1'.repeat(32), '9.5'],
    letter3: ['A'.repeat(32)],
    symbol4: ['+-*/%'],
    character_string5: ['ORD-2026/01_'.padEnd(32, 'x')],
    time6: ['15:01', '2019年10月1日 15:01', '15:01~16:30'],
    date7: ['2019年10月1日', '2019年10月1日 15:01'],
    amount8: ['9.90元', '¥1234567890', '$0.5'],
    phone_number9: ['+86-0766-66888866'],
    car_number10: ['粤A8Z888挂'],
    name11: ['张三', 'Jane Doe'],
    phrase12: ['已发货'],
  };
  const bad: Record<string, string[]> = {
    thing1: ['字'.repeat(21), '', '  '],
    number2: ['1'.repeat(33), '1e3', '十'],
    letter3: ['A1', 'A'.repeat(33)],
    symbol4: ['!!!!!!', 'a'],
    character_string5: ['x'.repeat(33), '中文'],
    time6: ['25:01', '2019-10-01 15:01', '下午三点'],
    date7: ['2019-10-01', '2019年13月1日', '15:01'],
    amount8: ['9.90元人民币', '12345678901', '元'],
    phone_number9: ['+86-0766-668888660', 'abc'],
    car_number10: ['粤A8Z888挂挂'],
    name11: ['一二三四五六七八九十一', 'x'.repeat(21)],
    phrase12: ['已经发货了哦', 'ok'],
  };
  for (const [field, values] of Object.entries(good)) {
    it(`takes ${values.map((value) => JSON.stringify(value)).join(', ')} as ${field}`, async () => {
      const openid = await aUser(values.length);
      for (const value of values) expect((await send(openid, { [field]: { value } }))['errcode'], value).to.equal(0);
    });
  }
  for (const [field, values] of Object.entries(bad)) {
    it(`refuses ${values.map((value) => JSON.stringify(value)).join(', ')} as ${field} by name`, async () => {
      const openid = await aUser();
      for (const value of values) {
        const { errcode, errmsg } = await send(openid, { [field]: { value } });
        expect(errcode, value).to.equal(47003);
        expect(errmsg).to.include(`data.${field}.value`);
      }
      expect((await send(openid))['errcode']).to.equal(0);
    });
  }
});
