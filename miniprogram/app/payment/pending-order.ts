const KEY = 'pending-order';

/** The order whose payment is under way. Kept before the cashier opens: whatever happens to the phone, it is not lost. */
export const keepPendingOrder = (orderId: string): void => wx.setStorageSync(KEY, orderId);
export const readPendingOrder = (): string => wx.getStorageSync<string>(KEY);

/** Once it is known what has become of this one. */
export function forgetPendingOrder(orderId: string): void {
  if (readPendingOrder() === orderId) wx.removeStorageSync(KEY);
}
