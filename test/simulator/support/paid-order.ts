import { aNativeOrder } from './order-builder.ts';
import type { SimulatedWechat } from './simulated-wechat.ts';

export type PaidOrder = { readonly outTradeNo: string; readonly transactionId: string };

type Choice = {
  readonly order?: object;
  /** Goes to the pay control; nobody is notified unless it says so. */
  readonly pay?: object;
};

/** A Native order of 990 fen, placed and paid. */
export async function aPaidOrder(
  { merchant, control, simulator }: SimulatedWechat,
  { order: changes = {}, pay = {} }: Choice = {},
): Promise<PaidOrder> {
  const order = aNativeOrder(simulator.credentials, changes);
  await merchant.native(order);
  const { json } = await control.pay(order.out_trade_no, { notify: false, ...pay });
  return { outTradeNo: order.out_trade_no, transactionId: String(json['transaction_id']) };
}
