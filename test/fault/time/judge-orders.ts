import type { Package } from '../../../src/domain/catalog/package.ts';
import { isSettled, type Order } from '../../../src/domain/ordering/order.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import type { Rows } from './due-work.ts';
import type { MonthCatalog } from './month-catalog.ts';
import { midnightBefore } from './own-calendar.ts';
import type { Accuse } from './shadow-books.ts';
import { LIMITS } from './virtual-application.ts';

/** What was agreed at that instant, by the promotions of that instant. */
export function judgeTerms({ packages, promotions }: MonthCatalog, { terms, placedAt }: Order, accuse: Accuse): void {
  const offer = packages.find(({ code }) => code === terms.packageCode) as Package;
  const running = promotions.filter(({ startsAt, endsAt }) => startsAt <= placedAt && (!endsAt || placedAt < endsAt));
  const cuts = running.map(({ effect }) => (effect.kind === 'discount' ? cutOf(offer.priceFen, effect.payPercent) : 0));
  const extras = running.map(({ effect }) =>
    effect.kind === 'bonus_percent' ? (offer.points * BigInt(effect.percent)) / 100n : 0n,
  );
  const amount = offer.priceFen - Math.max(0, ...cuts);
  const bonus = extras.reduce((most, extra) => (extra > most ? extra : most), 0n) + offer.bonusPoints;
  if (terms.amountFen !== amount) accuse(`${terms.amountFen} fen are asked instead of ${amount}`);
  if (terms.bonusPoints !== bonus) accuse(`${terms.bonusPoints} bonus points instead of ${bonus}`);
  const { saleStartsAt, saleEndsAt, validity } = offer;
  const endsAt = validity.kind === 'until' ? validity.until : saleEndsAt;
  if (endsAt && placedAt >= endsAt) accuse(`${offer.code} is sold after its end`);
  if (saleStartsAt && placedAt < saleStartsAt) accuse(`${offer.code} is sold before its time`);
}

/** The cut is rounded down to a fen. */
const cutOf = (priceFen: number, payPercent: number): number => Math.floor((priceFen * (100 - payPercent)) / 100);

/** Orders that wait and what the day has cost, with the one that was placed just now. */
export function judgeLimits({ orders, attempts }: Rows, userId: UserId, atMs: number, accuse: Accuse): void {
  const waiting = new Set(
    [...attempts.values()].filter(({ endedAt, setAsideAt }) => !endedAt && !setAsideAt).map(({ orderId }) => orderId),
  );
  const mine = orders.filter((order) => order.userId === userId);
  const open = mine.filter(({ id, status }) => status === 'pending' && waiting.has(id));
  if (open.length > LIMITS.openOrders) accuse(`${open.length} orders wait for payment`);
  const sinceMs = midnightBefore(atMs);
  const paid = mine.filter((order) => isSettled(order) && order.settledAt.getTime() >= sinceMs);
  const spentFen = [...open, ...paid].reduce((sum, { terms }) => sum + terms.amountFen, 0);
  if (spentFen > LIMITS.dailyFen) accuse(`${spentFen} fen on one day`);
}
