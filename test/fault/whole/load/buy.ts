import type { Customer, OwnOrder } from './customer.ts';
import { ask, askUntilAnswered, uuidOf, type World } from './errands.ts';

/** Mostly WeChat tells of the payment; now and then it does not, and polling has to find out. */
const TOLD = 0.75;
const ATTEMPTS_TO_PAY = 3;

/** Places an order, opens the cashier with what has come back, and pays. */
export async function buy(world: World, customer: Customer): Promise<void> {
  const { user, token, openid } = customer;
  const body = { package_id: world.dice.pick(world.packageIds) };
  const wanted = { method: 'POST', path: '/api/v1/orders', token, body } as const;
  const headers = { 'X-Client-Platform': 'android' };
  const keep = (json: { order: { id: string } }) => json.order;
  const note = { what: 'order', user, about: null } as const;
  const answer = await askUntilAnswered(world, note, { ...wanted, headers }, keep);
  if (answer?.status !== 201) return;
  const { order, checkout } = answer.json;
  // Asked again, an order that is still open is given again: who has paid it does not pay twice.
  if (customer.orders.some(({ id }) => id === order.id)) return;
  const own = { id: order.id, outTradeNo: order.out_trade_no, isPaid: false, isRefunded: false };
  customer.orders.push(own);
  await world.phone.openCashier(openid, checkout.params);
  await pay(world, customer, own);
}

/** At WeChat, which is never hurt; but a person may be interrupted, and tries again. */
async function pay({ phone, history, dice }: World, { user, openid }: Customer, order: OwnOrder): Promise<void> {
  const notify = dice.chance(TOLD);
  const entry = history.begin({ what: 'pay', user, about: order.outTradeNo, to: null });
  for (let tries = 1; tries <= ATTEMPTS_TO_PAY; tries++) {
    try {
      await phone.pay(order.outTradeNo, { openid, notify });
      order.isPaid = true;
      return history.end(entry, { status: 200, said: { notify } });
    } catch (error) {
      if (tries === ATTEMPTS_TO_PAY) return history.end(entry, { fault: String(error) });
    }
  }
}

export async function watchOrder(world: World, { user, token, orders }: Customer): Promise<void> {
  if (orders.length === 0) return;
  const { id } = world.dice.pick(orders);
  const note = { what: 'watch', user, about: uuidOf(id) } as const;
  await ask(world, note, { method: 'GET', path: `/api/v1/orders/${id}`, token }, ({ status }) => ({ status }));
}
