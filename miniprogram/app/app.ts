import { readPendingOrder } from './payment/pending-order';

App({
  /** A payment that was under way when the mini-program was closed: its page finds out what has become of it. */
  onLaunch() {
    const orderId = readPendingOrder();
    if (orderId) setTimeout(() => void wx.navigateTo({ url: `/pages/pay-pending/pay-pending?id=${orderId}` }));
  },
});
