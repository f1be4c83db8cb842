import { aNativeOrder } from './order-builder.ts';
import type { SimulatedWechat } from './simulated-wechat.ts';

/** Places a Native order and lets it be paid; `choice` goes to the pay control. */
export async function anOrderPaid(
  { merchant, control, simulator }: SimulatedWechat,
  notifyUrl: string,
  choice: object = {},
): Promise<string> {
  const order = aNativeOrder(simulator.credentials, { notify_url: notifyUrl });
  await merchant.native(order);
  await control.pay(order.out_trade_no, choice);
  return order.out_trade_no;
}
