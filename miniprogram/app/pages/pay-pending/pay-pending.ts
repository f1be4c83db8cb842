import { checkOrder } from '../../api/orders';
import { ApiProblem } from '../../api/problems';
import type { Order } from '../../api/types';
import { definePage, tell } from '../../base/define-page';
import { forgetPendingOrder, keepPendingOrder } from '../../payment/pending-order';
import { price } from '../../shared/money';
import { isPaid } from '../../shared/order-status';
import { pollDelayMs } from '../../shared/poll-delays';
import { READY } from '../../shared/view';

/** Asks the server until it knows. Nobody who may have paid is told that he has failed. */
definePage({
  data: { orderId: '', packageText: '', amountText: '', checking: false },
  ...{ timer: 0, asked: 0, visible: true },
  onLoad({ id = '' }) {
    this.setData({ orderId: id });
    if (id) keepPendingOrder(id);
  },
  async load() {
    try {
      await this.ask();
    } catch (error) {
      // Somebody else's, or gone: there is nothing to wait for. Whatever else it is, it passes.
      if (error instanceof ApiProblem && error.status === 404) forgetPendingOrder(this.data.orderId);
      else this.askLater();
      throw error;
    }
  },
  async ask() {
    const order = await checkOrder(this.data.orderId);
    this.setData({ packageText: order.package_name, amountText: price(order.amount_fen) });
    if (order.status === 'pending') this.askLater();
    else this.finish(order);
  },
  askLater() {
    clearTimeout(this.timer);
    if (!this.visible) return;
    this.timer = setTimeout(() => void this.askQuietly(), pollDelayMs(this.asked++));
  },
  async askQuietly() {
    try {
      await this.ask();
      this.setData({ view: READY });
    } catch {
      this.askLater();
    }
  },
  finish({ id, status }: Order) {
    forgetPendingOrder(id);
    if (isPaid(status)) return void wx.redirectTo({ url: `/pages/pay-success/pay-success?id=${id}` });
    const reason = encodeURIComponent('订单已超时关闭');
    void wx.redirectTo({ url: `/pages/pay-failure/pay-failure?id=${id}&reason=${reason}` });
  },
  async onCheck() {
    this.setData({ checking: true });
    try {
      await this.ask();
    } catch (error) {
      tell(error);
    } finally {
      this.setData({ checking: false });
    }
  },
  onHome() {
    void wx.switchTab({ url: '/pages/home/home' });
  },
  onOrders() {
    void wx.redirectTo({ url: '/pages/orders/orders' });
  },
  onShow() {
    this.visible = true;
    if (this.asked > 0 || this.data.packageText) this.askLater();
  },
  onHide() {
    this.visible = false;
    clearTimeout(this.timer);
  },
  onUnload() {
    this.visible = false;
    clearTimeout(this.timer);
  },
});
