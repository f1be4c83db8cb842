import type { GatewayName } from '../../../src/domain/ordering/payment-channel.ts';
import type { GoneBack, Payment, Requested } from '../../../src/domain/ordering/payment-gateway.ts';
import type { VirtualRefund } from './virtual-refund.ts';

/** What WeChat knows of one number of ours. */
export type VirtualTrade = {
  readonly gateway: GatewayName;
  readonly asked: Requested;
  /** When the payer last came to the keypad for it. Null: nobody has. */
  begunAtMs: number | null;
  closedAtMs: number | null;
  payment: Payment | null;
  readonly refunds: VirtualRefund[];
};

/** WeChat Pay says only that something has gone back; virtual payment says how much. */
export function goneBackOf({ gateway, refunds }: VirtualTrade): GoneBack {
  const back = refunds.filter(({ status }) => status === 'succeeded');
  if (back.length === 0) return 'nothing';
  if (gateway !== 'xpay') return 'something';
  return { amountFen: back.reduce((sum, { request }) => sum + request.refundFen, 0) as Payment['amountFen'] };
}
