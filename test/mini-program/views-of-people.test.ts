import { expect } from 'chai';
import type { Closing, Invoice, SessionItem } from '../../miniprogram/app/api/types.ts';
import { closingView } from '../../miniprogram/app/shared/closing-view.ts';
import { contactTopic } from '../../miniprogram/app/shared/contact-topic.ts';
import { invoiceView, orderChoice } from '../../miniprogram/app/shared/invoice-view.ts';
import { nicknameFault } from '../../miniprogram/app/shared/nickname.ts';
import { invoicesText } from '../../miniprogram/app/shared/profile-view.ts';
import { sessionView } from '../../miniprogram/app/shared/session-view.ts';
import { AGREEMENT } from '../../miniprogram/app/shared/texts/agreement.ts';
import { faqs } from '../../miniprogram/app/shared/texts/faq.ts';
import { OPERATOR } from '../../miniprogram/app/shared/texts/operator.ts';
import { PRIVACY } from '../../miniprogram/app/shared/texts/privacy.ts';

const AT = '2026-01-15T04:00:00Z';
const INVOICE: Invoice = {
  ...{ id: 'inv_1', order_id: 'ord_1', status: 'requested', package_name: '50元=600积分', amount_fen: 5_000 },
  title: {
    ...{ kind: 'company', name: '海马科技', email: 'f@example.com', taxpayer_number: '9144030071526726XG' },
    ...{ bank_name: null, bank_account: null, address: null, phone: null },
  },
  ...{ requested_at: AT, reason: null, rejected_at: null, cancelled_at: null, cancelled_by: null, number: null },
  ...{ download_url: null, issued_at: null, refunded_fen: 0, red_letter_fen: null, red_letter_number: null },
  red_lettered_at: null,
};
const CLOSING: Closing = {
  ...{ status: 'active', obstacles: [], keys: 0, closes_after_days: 7, deletes_at: null },
  points: { paid: 0, bonus: 0, held: 0, frozen: 0 },
};

describe('发票', () => {
  it('shows amounts only where something is sold, also in the names of packages', () => {
    expect(invoiceView(INVOICE, true)).to.include({ packageName: '50元=600积分', amountText: '¥50' });
    expect(invoiceView(INVOICE, false)).to.include({ packageName: '600积分', amountText: '' });
    const order = {
      ...{ order_id: 'ord_1', package_name: '9.90元', amount_fen: 990, refunded_fen: 0, requestable_fen: 990 },
      paid_at: AT,
    };
    expect(orderChoice(order, false, true)).to.include({ packageName: '积分套餐', amountText: '', chosen: true });
  });

  it('says why it was turned down, what its number is, and that a refund has cancelled it', () => {
    const rejected = invoiceView({ ...INVOICE, status: 'rejected', reason: '税号与名称不符', rejected_at: AT }, true);
    expect(rejected).to.deep.include({ statusText: '已驳回', notes: ['驳回原因：税号与名称不符'], mayCancel: false });
    const issued = invoiceView({ ...INVOICE, status: 'issued', number: '123', issued_at: AT }, true);
    expect(issued).to.deep.include({ number: '123', notes: ['开票时间：2026-01-15 12:00'] });
    const refunded = invoiceView({ ...INVOICE, status: 'cancelled', cancelled_by: 'refund' }, true);
    expect(refunded.notes).to.deep.equal(['订单已退款，申请自动取消']);
  });

  it('counts what waits to be requested', () => {
    expect([invoicesText(2), invoicesText(0)]).to.deep.equal(['2张待申请', '暂无待申请']);
  });
});

describe('账号注销', () => {
  it('tells what is lost, and asks to give up points only where some were paid for', () => {
    const lost = closingView({ ...CLOSING, keys: 2, points: { paid: 1_000, bonus: 200, held: 0, frozen: 0 } });
    expect(lost.losses.slice(0, 2)).to.deep.equal([
      '剩余 1,200 积分（含赠送 200 积分）将作废，无法找回',
      '2 个 API Key 立即停用，正在使用它们的服务将无法调用',
    ]);
    expect(lost).to.include({ needsWaiver: true, deletesText: '' });
    expect(closingView(CLOSING)).to.include({ needsWaiver: false, needsMoreWaiver: false });
    const more = { ...CLOSING, obstacles: [{ code: 'points_left', detail: '新增 40 付费积分' } as const] };
    expect(closingView(more)).to.deep.include({ needsMoreWaiver: true, obstacles: ['新增 40 付费积分'] });
    expect(closingView({ ...CLOSING, status: 'closing', deletes_at: AT }).deletesText).to.equal('2026-01-15 12:00');
  });
});

describe('编辑资料', () => {
  it('knows what is no nickname', () => {
    expect(nicknameFault('  ')).to.equal('请输入昵称');
    expect(nicknameFault('海'.repeat(21))).to.equal('昵称不能超过20个字');
    expect(nicknameFault('🐴'.repeat(20))).to.equal('');
  });
});

describe('登录设备', () => {
  it('has a name also where the device is not known', () => {
    const session: SessionItem = {
      ...{ id: 'ses_1', kind: 'web', device: null, current: false, created_at: AT, last_used_at: AT, expires_at: AT },
    };
    const now = new Date('2026-01-15T04:05:00Z');
    expect(sessionView(session, now)).to.include({ name: '网页', usedText: '最近使用：5分钟前' });
    expect(sessionView({ ...session, device: 'iPhone 15' }, now).name).to.equal('iPhone 15 · 网页');
  });
});

describe('the texts', () => {
  it('name who runs the mini-program from one place', () => {
    for (const text of [AGREEMENT, PRIVACY]) expect(JSON.stringify(text)).to.include(OPERATOR);
  });

  it('say 虚拟商品不支持退款 where something is sold, and nothing of buying where nothing is', () => {
    expect(JSON.stringify(faqs(true))).to.include('虚拟商品不支持退款');
    expect(JSON.stringify(faqs(false))).not.to.match(/购买|支付后|退款，|价格/);
  });

  it('联系客服 and 开发者合作 are topics of one page', () => {
    expect([contactTopic(undefined).title, contactTopic('partners').title]).to.deep.equal(['联系客服', '开发者合作']);
  });
});
