import { expect } from 'chai';
import type { Order, RefusedCalls, StatementLine, StatementReason } from '../../miniprogram/app/api/types.ts';
import { refusedView } from '../../miniprogram/app/shared/call-view.ts';
import { isNewer, orderDetailView, orderView } from '../../miniprogram/app/shared/order-view.ts';
import { lineView } from '../../miniprogram/app/shared/statement-view.ts';

const AT = '2026-01-15T12:00:00+08:00';

describe('a line of the statement', () => {
  const view = (points: number, reason: StatementReason | null) =>
    lineView({
      seq: 1,
      kind: 'consume',
      title: '接口调用',
      points,
      balance_after: 1_200,
      at: AT,
      reason,
    } as StatementLine);
  const call = {
    kind: 'call',
    api: 'image.recognize',
    api_name: '图片识别',
    key_id: 'key_1',
    key_name: '生产',
  } as const;

  it('shows points with their sign, and the balance after them', () => {
    expect(view(-5, null)).to.include({ pointsText: '-5', isGain: false, balanceText: '余额 1,200', detail: '' });
    expect(view(1_600, null)).to.include({ pointsText: '+1,600', isGain: true, timeText: '2026-01-15 12:00' });
  });

  it('says what it was for', () => {
    expect(view(-5, { ...call, quantity: 1 }).detail).to.equal('图片识别 · 生产');
    expect(view(-10, { ...call, quantity: 2, key_name: null }).detail).to.equal('图片识别 ×2 · 已删除的 Key');
    const order = { kind: 'order', order_id: 'ord_1', out_trade_no: 'A1' } as const;
    expect(view(600, order)).to.include({ detail: '订单 A1', orderId: 'ord_1' });
    expect(view(-600, { kind: 'refund', refund_id: 'rfd_1', out_refund_no: null }).detail).to.equal('退款 rfd_1');
    expect(view(5, { kind: 'adjustment', text: '补偿' }).detail).to.equal('补偿');
  });
});

describe('refused calls', () => {
  it('show why, how many, with which key and when', () => {
    const refused: RefusedCalls = {
      ...{ api: 'image.recognize', api_name: null, key_id: 'key_1', key_name: '生产', code: 'key_disabled' },
      ...{ reason: 'Key 已禁用', calls: 1_003, first_at: AT, last_at: AT },
    };
    expect(refusedView(refused, new Date('2026-01-15T12:05:00+08:00'))).to.include({
      ...{ title: 'image.recognize', reason: 'Key 已禁用', countText: '1,003次', detail: '生产 · 5分钟前' },
    });
  });
});

describe('an order', () => {
  const anOrder = (change: Partial<Order> = {}): Order => ({
    ...{ id: 'ord_1', out_trade_no: 'A1', status: 'pending', package_id: 'pkg_1', package_name: '50元=600积分' },
    ...{ list_price_fen: 5_000, amount_fen: 5_000, points: 600, bonus_points: 0, promotions: [], placed_at: AT },
    ...{ expires_at: '2026-01-15T12:30:00+08:00', paid_at: null, points_expire_at: null, transaction_id: null },
    ...{ refunded_fen: 0, ...change },
  });
  const paid = {
    status: 'paid',
    paid_at: AT,
    points_expire_at: '2027-01-16T00:00:00+08:00',
    transaction_id: '42',
  } as const;
  const labels = (order: Order): string[] => orderDetailView(order, true).rows.map(({ label }) => label);

  it('shows package, sum, points and state in the list', () => {
    expect(orderView(anOrder(), true)).to.include({
      ...{ title: '50元=600积分', statusText: '待支付', amountText: '¥50', pointsText: '600积分' },
    });
  });

  it('says nothing of money where nothing is sold', () => {
    const promotion = { code: 'a', kind: 'discount', first_purchase_only: false } as const;
    const promotions = [{ ...promotion, name: '立减', discount_fen: 990, bonus_points: 0 }];
    const bought = { ...paid, status: 'partly_refunded', amount_fen: 4_010, refunded_fen: 1_000, promotions } as const;
    for (const view of [orderView(anOrder(bought), false), orderDetailView(anOrder(bought), false)]) {
      const { amountFen: _, ...shown } = view as ReturnType<typeof orderDetailView>;
      expect(JSON.stringify(shown)).not.to.match(/[¥元]/);
      expect(view).to.include({ title: '600积分', pointsText: '600积分' });
    }
  });

  it('that waits shows until when, and has nothing to invoice', () => {
    expect(labels(anOrder())).to.deep.equal(['获得积分', '下单时间', '请在此前支付']);
    expect(orderDetailView(anOrder(), true)).to.include({ isPending: true, canInvoice: false });
  });

  it('that waits says nothing of paying where nothing is sold', () => {
    expect(orderDetailView(anOrder(), false).rows.map(({ label }) => label)).to.deep.equal(['获得积分', '下单时间']);
  });

  it('that is paid shows validity, transaction, and can be invoiced', () => {
    expect(labels(anOrder(paid))).to.deep.equal(['获得积分', '积分有效期至', '下单时间', '支付时间', '微信交易单号']);
    expect(orderDetailView(anOrder(paid), true)).to.include({ isPending: false, canInvoice: true });
    expect(orderDetailView(anOrder(paid), true).rows[1]?.text).to.equal('2027/01/15');
  });

  it('that is refunded shows how much, and can be invoiced for the rest', () => {
    const partly = anOrder({ ...paid, status: 'partly_refunded', refunded_fen: 1_000 });
    expect(labels(partly)).to.include('已退金额');
    expect(orderDetailView(partly, true).canInvoice).to.equal(true);
    expect(orderDetailView(anOrder({ ...paid, status: 'refunded', refunded_fen: 5_000 }), true).canInvoice).to.equal(
      false,
    );
  });

  it('shows which promotions made its price', () => {
    const promotion = { code: 'a', kind: 'discount', first_purchase_only: false } as const;
    const promotions = [
      { ...promotion, name: '立减', discount_fen: 990, bonus_points: 0 },
      { ...promotion, name: '加赠', discount_fen: 0, bonus_points: 60 },
    ];
    const view = orderDetailView(anOrder({ amount_fen: 4_010, bonus_points: 60, promotions }), true);
    expect(view.promotions).to.deep.equal([
      { label: '立减', text: '-¥9.90' },
      { label: '加赠', text: '+60积分' },
    ]);
    expect(view.rows.map(({ label }) => label)).to.include('套餐原价');
  });

  it('is newer than what was placed before, and in one moment by its id', () => {
    const later = anOrder({ id: 'ord_0', placed_at: '2026-01-15T12:00:01+08:00' });
    expect(isNewer(later, anOrder())).to.equal(true);
    expect(isNewer(anOrder({ id: 'ord_2' }), anOrder())).to.equal(true);
  });
});
