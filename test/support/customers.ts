import type { ServiceTerms } from '../../src/application/keyvault/create-service.ts';
import type { Caller, Usage } from '../../src/application/ledger/usage.ts';
import type { Package } from '../../src/domain/catalog/package.ts';
import type { Promotion } from '../../src/domain/catalog/promotion.ts';
import type { Scope } from '../../src/domain/keyvault/api-key.ts';
import type { PlacedOrder } from '../../src/domain/ordering/orders.ts';
import { accountOf, type OrderId, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aGrant, aNewLot, aPackage, aPromotion, aSoldApi, IMAGE_API, OURS, TEXT_API } from './builders.ts';
import { newId } from './ids.ts';
import type { Shop } from './shop.ts';

/** Somebody who has logged in. */
export async function aUser(shop: Shop, openid: string = OURS.openid): Promise<UserId> {
  const login = await shop.logIn(openid);
  if (login.kind !== 'logged_in') throw new Error(`login: ${login.kind}`);
  return login.user.id;
}

/** Puts this package on the shelf. */
export async function offering(shop: Shop, change: Partial<Package> = {}): Promise<Package> {
  const { id, ...offer } = aPackage(change);
  return shop.uow.run(async ({ packages }) => {
    await packages.put(id, offer);
    return (await packages.list()).find(({ code }) => code === offer.code) as Package;
  });
}

/** Runs from now on. */
export async function promoting(shop: Shop, change: Partial<Promotion> = {}): Promise<Promotion> {
  const { id, ...offer } = aPromotion(change);
  return shop.uow.run(async ({ promotions }) => {
    await promotions.put(id, offer);
    return (await promotions.list()).find(({ code }) => code === offer.code) as Promotion;
  });
}

/** A buyer with an open order. */
export async function aBuyerWithAnOrder(shop: Shop, change: Partial<Package> = {}) {
  const userId = await aUser(shop);
  const offer = await offering(shop, change);
  const answer = await shop.placeOrder({ userId, packageId: offer.id, platform: 'android' });
  if (answer.kind !== 'placed') throw new Error(`placeOrder: ${answer.kind}`);
  const { order, attempt } = await theOrder(shop, answer.order.id);
  return { userId, offer, order, attempt, outTradeNo: attempt.intent.outTradeNo };
}

export async function theOrder(shop: Shop, id: OrderId): Promise<PlacedOrder> {
  const found = await shop.uow.run(({ orders }) => orders.find(id));
  if (!found) throw new Error('no such order');
  return found;
}

export const historyOf = (shop: Shop, id: OrderId) => shop.uow.run(({ orders }) => orders.history(id));
export const lotsOf = (shop: Shop, userId: UserId) => shop.uow.run(({ ledger }) => ledger.listLots(accountOf(userId)));
export const entriesOf = (shop: Shop, userId: UserId) =>
  shop.uow.run(({ ledger }) => ledger.listEntries(accountOf(userId)));

/** A backend service that may do everything, or what is said. */
export async function aService(shop: Shop, terms: ServiceTerms = {}): Promise<Caller> {
  const created = await shop.createService(`service-${newId()}`, terms);
  if (created.kind !== 'created') throw new Error(`createService: ${created.kind}`);
  return { token: created.token, peer: null, signedWith: null };
}

/** A user with `has` points, a key and a service that reports its use; both APIs are sold, at 3 and 5 points a call. */
export async function aCaller(shop: Shop, has: bigint, scope: Scope = 'all', openid: string = newId()) {
  const userId = await aUser(shop, openid);
  await shop.uow.run(async ({ soldApis, ledger, clock }) => {
    const now = await clock.now();
    await soldApis.put(aSoldApi(), now);
    await soldApis.put(aSoldApi({ code: TEXT_API, pointsPerCall: points(5n) }), now);
    const lots = [aNewLot({ points: points(has), expiresAt: new Date('2099-01-01T00:00:00Z') })];
    if (has > 0n) await ledger.grant(aGrant(accountOf(userId), { lots }));
  });
  const issued = await shop.issueKey(userId, { name: 'test', scope, lifetimeMonths: 1 });
  if (issued.kind !== 'issued') throw new Error(`issueKey: ${issued.kind}`);
  const caller = await aService(shop);
  const usage = (change: Partial<Usage> = {}): Usage => ({
    ...{ caller, keyToken: issued.token, apiCode: IMAGE_API, quantity: 1, idempotencyKey: newId(), clientIp: null },
    ...change,
  });
  return { userId, key: issued.key, token: issued.token, usage };
}
