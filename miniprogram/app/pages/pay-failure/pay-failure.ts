import { readOrder } from '../../api/orders';
import { definePage } from '../../base/define-page';
import { isPaid } from '../../shared/order-status';

/** Stays until its user decides: it goes nowhere by itself. */
definePage({
  data: { orderId: '', packageId: '', reason: '' },
  onLoad({ id = '', reason = '' }) {
    this.setData({ orderId: id, reason: decodeURIComponent(reason) || '支付未完成，请稍后重试' });
  },
  async load() {
    const { id, status, package_id: packageId } = await readOrder(this.data.orderId);
    this.setData({ packageId });
    // A payment that got through after all is no failure.
    if (isPaid(status)) void wx.redirectTo({ url: `/pages/pay-success/pay-success?id=${id}` });
  },
  onPayAgain() {
    void wx.redirectTo({ url: `/pages/confirm/confirm?package=${this.data.packageId}` });
  },
});
