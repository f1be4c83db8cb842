import { expect } from 'chai';
import type { MessageSettings } from '../../../../src/adapters/wechat/messages/message-templates.ts';
import { SubscribeMessages } from '../../../../src/adapters/wechat/messages/send-subscribe-message.ts';
import { type Notice, noticeOfExpiry, noticeOfLowPoints } from '../../../../src/domain/identity/notice.ts';
import type { BeijingDay } from '../../../../src/domain/shared/beijing-time.ts';
import type { NoticeId, OrderId, UserId } from '../../../../src/domain/shared/ids.ts';
import { points } from '../../../../src/domain/shared/points.ts';
import { aNotice } from '../../../support/builders.ts';
import { newId } from '../../../support/ids.ts';
import { NOON } from '../../../support/instants.ts';
import { rejectionOf } from '../../../support/rejection.ts';
import { everythingIn } from '../support/failures.ts';
import { LoopbackWechat, type Reply } from '../support/loopback-wechat.ts';
import { anApi, callsAmong, errcode, ok, withToken } from '../support/weixin.ts';

const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
const TEMPLATES: MessageSettings['templates'] = {
  payment_success: {
    id: 'tmpl-paid',
    fields: { package: 'thing1', amount: 'amount2', points: 'number3', time: 'time4', order: 'character_string5' },
  },
  points_low: { id: 'tmpl-low', fields: { points: 'number1', note: 'thing2', level: undefined } },
  points_expiring: { id: 'tmpl-expiring', fields: { points: 'number1', date: 'date2' } },
};

describe('a subscribe message', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());
  const sender = (settings: Partial<MessageSettings> = {}, ...replies: Reply[]) => {
    wechat.replyWith(withToken(...(replies.length > 0 ? replies : [ok()])));
    return new SubscribeMessages(anApi({ baseUrl: wechat.baseUrl }), {
      templates: TEMPLATES,
      state: 'formal',
      ...settings,
    });
  };
  const sent = () => callsAmong(wechat.requests).map(({ body }) => JSON.parse(body));
  const whom = () => ({ id: newId<NoticeId>(), userId: newId<UserId>() });

  it('tells of a payment in the fields of the template, and leads to the order', async () => {
    const key = '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000' as OrderId;
    const notice = aNotice({ key });
    expect(await sender().send(OPENID, notice)).to.deep.equal({ kind: 'sent' });
    expect(callsAmong(wechat.requests)[0]?.path).to.match(/^\/cgi-bin\/message\/subscribe\/send\?/);
    expect(sent()).to.deep.equal([
      {
        touser: OPENID,
        template_id: 'tmpl-paid',
        page: 'pages/order-detail/order-detail?id=ord_0192aaaabbbb7ccc8dddeeeeffff0000',
        miniprogram_state: 'formal',
        lang: 'zh_CN',
        data: {
          thing1: { value: '入门包🐴' },
          amount2: { value: '9.90元' },
          number3: { value: '120' },
          time4: { value: '2026年1月15日 12:00' },
          character_string5: { value: notice.data.order },
        },
      },
    ]);
  });

  it('tells of low and of expiring points, and opens the version that was said', async () => {
    const trial = sender({ state: 'trial' });
    await trial.send(OPENID, noticeOfLowPoints(whom(), { left: points(19n), level: points(20n) }, NOON));
    await trial.send(
      OPENID,
      noticeOfExpiry(whom(), { points: points(30n), lastDay: '2026-01-31' as BeijingDay }, NOON),
    );
    const shown = sent().map(({ template_id, miniprogram_state, data }) => ({ template_id, miniprogram_state, data }));
    expect(shown).to.deep.equal([
      {
        ...{ template_id: 'tmpl-low', miniprogram_state: 'trial' },
        data: { number1: { value: '19' }, thing2: { value: '积分不足时将无法调用接口' } },
      },
      {
        ...{ template_id: 'tmpl-expiring', miniprogram_state: 'trial' },
        data: { number1: { value: '30' }, date2: { value: '2026年1月31日' } },
      },
    ]);
  });

  it('exists for the kinds that have a template', async () => {
    const some = sender({ templates: { points_low: TEMPLATES.points_low } });
    expect([...some.templates]).to.deep.equal([['points_low', 'tmpl-low']]);
    expect((await rejectionOf(some.send(OPENID, aNotice()))).message).to.include('no template');
  });

  it('may be refused by the user (43101), which is no fault', async () => {
    const outcome = await sender({}, errcode(43101, 'user refuse to accept the msg')).send(OPENID, aNotice());
    expect(outcome).to.deep.equal({ kind: 'refused_by_user' });
  });

  for (const code of [40003, 40037, 41030, 47003]) {
    it(`has failed for good where WeChat answers ${code}, and the fault says nothing of the user`, async () => {
      const wrong = errcode(code, `argument invalid! data.thing1.value of ${OPENID} rid: 65a1-0b2c-77`);
      const outcome = await sender({}, wrong).send(OPENID, aNotice());
      if (outcome.kind !== 'failed') return expect.fail(outcome.kind);
      expect(outcome.fault.message).to.include(String(code));
      expect(everythingIn(outcome.fault)).not.to.include(OPENID);
    });
  }

  it('can be sent later where WeChat is busy', async () => {
    const error = await rejectionOf(sender({}, errcode(-1)).send(OPENID, aNotice() as Notice));
    expect(error).to.include({ name: 'Unavailable', dependency: 'wechat_api' });
  });
});
