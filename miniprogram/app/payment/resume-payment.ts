import { readPendingOrder } from './pending-order';

let done = false;

/**
 * A payment that was under way when the mini-program was closed: its page finds out what has become of it. Once per start, when the
 * first page is there, because nothing can be opened before.
 */
export function resumePayment(shown: string): void {
  if (done) return;
  done = true;
  const orderId = readPendingOrder();
  if (orderId && !shown.includes('/pay-')) void wx.navigateTo({ url: `/pages/pay-pending/pay-pending?id=${orderId}` });
}
