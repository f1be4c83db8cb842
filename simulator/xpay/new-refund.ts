import { randomDigits } from '../crypto/random-text.ts';
import { beijingDigits } from '../time/beijing-time.ts';
import type { XpayRefund } from './xpay-state.ts';

type Wanted = Pick<XpayRefund, 'refundOrderId' | 'outTradeNo' | 'by' | 'feeFen' | 'bizMeta' | 'planned'>;

export const newRefund = (wanted: Wanted, requestedAtMs: number, settlesAtMs: number): XpayRefund => ({
  ...wanted,
  wxOrderId: `VRO${beijingDigits(requestedAtMs).slice(2)}${randomDigits(9)}`,
  wxpayRefundId: `5030000${randomDigits(21)}`,
  requestedAtMs,
  settlesAtMs,
  outcome: null,
  deliveryId: null,
});
