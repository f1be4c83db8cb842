import { PLATFORMS } from '../../../src/domain/ordering/payment-channel.ts';
import type { OrderId, OutTradeNo } from '../../../src/domain/shared/ids.ts';
import type { Person, Town } from './town.ts';
import { HOUR_MS, SECOND_MS } from './virtual-clock.ts';

type Placed = { readonly orderId: OrderId; readonly outTradeNo: OutTradeNo; readonly expiresMs: number };

/** Orders something, and pays soon, at the last moment, twice, or never. */
export async function buy(town: Town, person: Person): Promise<void> {
  const { dice, client, tally } = town;
  const offer = dice.pick(town.catalog.packages);
  const placed = await order(town, person, offer.id);
  if (!placed) return;
  const fate = dice.next();
  if (fate < 0.5) await pay(town, person, placed, dice.between(0, 100 * SECOND_MS));
  else if (fate < 0.68) await payAtTheEnd(town, person, placed);
  else if (fate < 0.82) {
    // On another device meanwhile; whoever is at the keypad gets through all the same.
    const first = pay(town, person, placed, dice.between(0, 20 * SECOND_MS));
    await client.sleep(dice.between(0, 5 * SECOND_MS));
    const other = await order(town, person, offer.id);
    if (other) await pay(town, person, other, dice.between(0, 30 * SECOND_MS));
    await first;
  } else tally.add('orders that nobody pays');
}

async function order(
  town: Town,
  { userId }: Person,
  packageId: Town['catalog']['packages'][number]['id'],
): Promise<Placed | null> {
  const { client, dice, tally } = town;
  const platform = dice.pick(PLATFORMS);
  const answer = await client.call((application) => application.placeOrder({ userId, packageId, platform }));
  tally.add(`order: ${answer?.kind ?? 'no answer'}`);
  if (answer?.kind !== 'placed') return null;
  const { order: placed, outTradeNo } = answer;
  return { orderId: placed.id, outTradeNo, expiresMs: placed.expiresAt.getTime() };
}

async function pay(town: Town, person: Person, placed: Placed, waitMs: number): Promise<void> {
  const { wechat, client, dice } = town;
  await client.sleep(waitMs);
  if (!wechat.begin(placed.outTradeNo)) return town.tally.add('payments that WeChat refuses');
  const isSlow = dice.chance(0.06);
  await client.sleep(isSlow ? dice.between(0, HOUR_MS) : dice.between(0, 80 * SECOND_MS));
  complete(town, placed.outTradeNo);
  if (dice.chance(0.3)) await client.call((application) => application.checkPayment(person.userId, placed.orderId));
}

/** At the keypad within the last instants of the order. */
async function payAtTheEnd(town: Town, person: Person, placed: Placed): Promise<void> {
  const { dice, scheduler } = town;
  const beginMs = placed.expiresMs - dice.pick([0, 1, 2, 500, 5_000, 60_000]);
  return pay(town, person, placed, Math.max(0, beginMs - scheduler.clock.ms));
}

function complete({ wechat, notifications, tally }: Town, outTradeNo: OutTradeNo): void {
  const payment = wechat.complete(outTradeNo);
  if (!payment) return tally.add('payments that came to nothing');
  tally.add('payments');
  notifications.tellPayment(wechat, payment);
}
