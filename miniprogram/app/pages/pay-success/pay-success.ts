import { readOrder } from '../../api/orders';
import { definePage } from '../../base/define-page';
import { forgetPendingOrder } from '../../payment/pending-order';
import { validUntil } from '../../shared/dates';
import { price } from '../../shared/money';
import { isPaid } from '../../shared/order-status';
import { points } from '../../shared/points';

const SECONDS = 5;

definePage({
  data: { orderId: '', amountText: '', pointsText: '', validText: '', secondsLeft: SECONDS },
  countdown: 0,
  onLoad({ id = '' }) {
    this.setData({ orderId: id });
  },
  async load() {
    const order = await readOrder(this.data.orderId);
    if (!isPaid(order.status)) {
      void wx.redirectTo({ url: `/pages/pay-pending/pay-pending?id=${order.id}` });
      return;
    }
    forgetPendingOrder(order.id);
    this.setData({
      amountText: price(order.amount_fen),
      pointsText: `${points(order.points + order.bonus_points)}积分`,
      validText: order.points_expire_at ? validUntil(order.points_expire_at) : '',
    });
    this.startCountdown();
  },
  startCountdown() {
    clearInterval(this.countdown);
    this.setData({ secondsLeft: SECONDS });
    this.countdown = setInterval(() => {
      const secondsLeft = this.data.secondsLeft - 1;
      if (secondsLeft > 0) this.setData({ secondsLeft });
      else this.onHome();
    }, 1_000);
  },
  onHome() {
    clearInterval(this.countdown);
    void wx.switchTab({ url: '/pages/home/home' });
  },
  onKeys() {
    clearInterval(this.countdown);
    void wx.switchTab({ url: '/pages/keys/keys' });
  },
  /** Whoever looks elsewhere is not moved from there. */
  onHide() {
    clearInterval(this.countdown);
  },
  onUnload() {
    clearInterval(this.countdown);
  },
});
