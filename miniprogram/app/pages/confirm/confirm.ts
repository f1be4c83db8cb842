import { quote } from '../../api/catalog';
import { placeOrder } from '../../api/orders';
import { ApiProblem } from '../../api/problems';
import { definePage, tell } from '../../base/define-page';
import { outcomeUrl } from '../../payment/outcome-url';
import { type PaymentOutcome, pay } from '../../payment/pay';
import { validUntil } from '../../shared/dates';
import { price, yuan } from '../../shared/money';
import { points, pointsWithBonus } from '../../shared/points';

/** Against the second half of a double tap on the package. */
const DISABLED_MS = 1_000;

definePage({
  data: {
    ...{ packageId: '', title: '', pointsText: '', validText: '', amountFen: 0, amountText: '' },
    ...{ discounts: [] as { name: string; text: string }[], disabled: true, paying: false, keptText: '' },
  },
  enableTimer: 0,
  onLoad({ package: packageId = '' }) {
    this.setData({ packageId });
    this.enableTimer = setTimeout(() => this.setData({ disabled: false }), DISABLED_MS);
  },
  onUnload() {
    clearTimeout(this.enableTimer);
  },
  async load() {
    const quoted = await quote(this.data.packageId);
    this.setData({
      title: `${yuan(quoted.list_price_fen)}元=${points(quoted.points)}积分`,
      pointsText: pointsWithBonus(quoted.points, quoted.bonus_points),
      validText: `积分${validUntil(quoted.points_expire_at)}`,
      ...{ amountFen: quoted.amount_fen, amountText: price(quoted.amount_fen) },
      discounts: quoted.promotions.map(({ name, discount_fen: fen, bonus_points: bonus }) => ({
        ...{ name, text: fen > 0 ? `-${price(fen)}` : `+${points(bonus)}积分` },
      })),
    });
  },
  async onPay() {
    if (this.data.disabled || this.data.paying) return;
    this.setData({ paying: true });
    try {
      this.leave(await pay(await placeOrder(this.data.packageId, this.data.amountFen)));
    } catch (error) {
      tell(error);
      // The page shows what it costs now; the buyer decides again.
      if (error instanceof ApiProblem && error.code === 'price_changed') await this.refresh();
    } finally {
      this.setData({ paying: false });
    }
  },
  leave(outcome: PaymentOutcome) {
    const url = outcomeUrl(outcome);
    if (url) void wx.redirectTo({ url });
    else this.setData({ keptText: '支付已取消，订单已为您保留，可继续支付' });
  },
  onClose() {
    if (getCurrentPages().length > 1) void wx.navigateBack();
    else void wx.switchTab({ url: '/pages/buy/buy' });
  },
});
