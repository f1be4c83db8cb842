import { checkOrder, placeOrder, readOrder } from '../../api/orders';
import type { Order } from '../../api/types';
import { readChannel, sells } from '../../base/channel';
import { definePage, tell } from '../../base/define-page';
import { outcomeUrl } from '../../payment/outcome-url';
import { pay } from '../../payment/pay';
import { isPaid } from '../../shared/order-status';
import { type OrderDetailView, orderDetailView } from '../../shared/order-view';

definePage({
  loadOnShow: true,
  data: {
    ...{ id: '', order: null as OrderDetailView | null, sells: false },
    ...{ paying: false, checking: false, keptText: '' },
  },
  onLoad({ id = '' }) {
    this.setData({ id });
  },
  async load() {
    const [order, channel] = await Promise.all([readOrder(this.data.id), readChannel()]);
    this.setData({ sells: sells(channel) });
    this.show(order);
  },
  show(order: Order) {
    this.setData({ order: orderDetailView(order, this.data.sells) });
  },
  async onCopy() {
    await wx.setClipboardData({ data: this.data.order?.number ?? '' }).catch(tell);
  },
  /** The open order of the package is this one: the server gives it a cashier once more. */
  async onPay() {
    const { order, paying } = this.data;
    if (!order || paying) return;
    this.setData({ paying: true, keptText: '' });
    try {
      const url = outcomeUrl(await pay(await placeOrder(order.packageId, order.amountFen)));
      if (url) void wx.redirectTo({ url });
      else this.setData({ keptText: '支付已取消，订单已为您保留，可继续支付' });
    } catch (error) {
      tell(error);
      await this.refresh();
    } finally {
      this.setData({ paying: false });
    }
  },
  async onCheck() {
    if (this.data.checking) return;
    this.setData({ checking: true });
    try {
      const order = await checkOrder(this.data.id);
      this.show(order);
      const title = isPaid(order.status) ? '支付成功，积分已到账' : '暂未查询到支付结果';
      void wx.showToast({ title, icon: 'none' });
    } catch (error) {
      tell(error);
    } finally {
      this.setData({ checking: false });
    }
  },
  onInvoice() {
    void wx.navigateTo({ url: `/pages/invoice-request/invoice-request?order=${this.data.id}` });
  },
});
