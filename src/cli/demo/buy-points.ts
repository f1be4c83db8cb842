import { setTimeout as delay } from 'node:timers/promises';
import type { MiniProgram, OfferedPackage, PlacedOrder } from './mini-program.ts';
import type { Phone } from './phone.ts';

export type Purchase = { readonly order: PlacedOrder; readonly transactionId: string };

const PATIENCE_MS = 15_000;

/** Orders, pays on the phone, and waits until the order says that it is paid: by the notification, since nobody asks. */
export async function buyPoints(
  app: MiniProgram,
  phone: Phone,
  chosen: OfferedPackage,
  tell: (line: string) => void,
): Promise<Purchase> {
  const { order, checkout } = await app.placeOrder(chosen.id);
  tell(`order ${order.id} placed for ${chosen.price_fen} fen, out_trade_no ${order.out_trade_no}`);
  const outTradeNo = await phone.openCashier(checkout.params);
  if (outTradeNo !== order.out_trade_no) throw new Error('the cashier shows another order');
  const transactionId = await phone.pay(outTradeNo);
  tell(`the payer pays at the simulator: transaction ${transactionId}`);
  const paid = await waitUntilPaid(app, order.id);
  return { order: paid, transactionId };
}

async function waitUntilPaid(app: MiniProgram, orderId: string): Promise<PlacedOrder> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const order = await app.readOrder(orderId);
    if (order.status === 'paid') return order;
    if (Date.now() > giveUpAt) throw new Error(`order ${orderId} is still ${order.status}`);
    await delay(50);
  }
}
