import { expect } from 'chai';
import type { CheckoutSession } from '../../src/domain/identity/checkout-session.ts';
import { newUser } from '../../src/domain/identity/user.ts';
import type {
  CheckoutSessionId,
  OrderId,
  PackageId,
  ServiceId,
  SessionId,
  UserId,
} from '../../src/domain/shared/ids.ts';
import { aCheckout, aKeptRequest } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

describeStores('Checkout sessions', (commit) => {
  const opened = async (change: Partial<CheckoutSession> = {}, request = aKeptRequest()): Promise<CheckoutSession> => {
    const user = newUser(newId<UserId>(), NOON);
    const checkout = aCheckout({ userId: user.id, ...change });
    await commit(async ({ users, checkoutSessions }) => {
      await users.add(user);
      await checkoutSessions.add(checkout, request);
    });
    return checkout;
  };

  it('are found by their id, by their session, and by the key of their request', async () => {
    const request = aKeptRequest();
    const full = await opened(
      {
        ...{ externalId: 'user-42', packageIds: [newId<PackageId>(), newId<PackageId>()] },
        ...{ successUrl: 'https://product.example/paid', cancelUrl: 'https://product.example/cart' },
        ...{ metadata: { cart: '7', note: '小海马' }, createdAt: msAfter(NOON, 123) },
      },
      request,
    );
    const bare = await opened();
    await commit(async ({ checkoutSessions }) => {
      await checkoutSessions.lockKey(full.serviceId, request.idempotencyKey);
      const { serviceId } = full;
      expect(await checkoutSessions.findByKey(serviceId, request.idempotencyKey)).to.deep.equal({
        checkout: full,
        request,
      });
      expect(await checkoutSessions.findByKey(bare.serviceId, request.idempotencyKey)).to.equal(null);
      expect(await checkoutSessions.findByKey(serviceId, 'another')).to.equal(null);
      for (const checkout of [full, bare]) {
        expect(await checkoutSessions.find(checkout.id)).to.deep.equal(checkout);
        expect(await checkoutSessions.findBySession(checkout.sessionId)).to.deep.equal(checkout);
      }
      expect(await checkoutSessions.find(newId<CheckoutSessionId>())).to.equal(null);
      expect(await checkoutSessions.findBySession(newId<SessionId>())).to.equal(null);
    });
  });

  it('have their orders, each of which is that of one of them', async () => {
    const [one, other] = [await opened(), await opened()];
    const [first, second, stranger] = [newId<OrderId>(), newId<OrderId>(), newId<OrderId>()];
    await commit(async ({ checkoutSessions }) => {
      await checkoutSessions.link(one.id, second, msAfter(NOON, 1));
      await checkoutSessions.link(other.id, first, msAfter(NOON, 2));
      await checkoutSessions.link(one.id, first, msAfter(NOON, 3));
    });
    await commit(async ({ checkoutSessions }) => {
      expect(await checkoutSessions.ordersOf(one.id)).to.deep.equal([second, first]);
      expect(await checkoutSessions.ordersOf(other.id)).to.deep.equal([]);
      expect(await checkoutSessions.isLinked(first)).to.equal(true);
      expect(await checkoutSessions.isLinked(stranger)).to.equal(false);
      expect(await checkoutSessions.findByOrder(first)).to.deep.equal(one);
      expect(await checkoutSessions.findByOrder(stranger)).to.equal(null);
    });
  });

  it('are opened once per key of a service: a second one is a fault', async () => {
    const [serviceId, request] = [newId<ServiceId>(), aKeptRequest()];
    await opened({ serviceId }, request);
    await opened({}, request);
    await rejectionOf(opened({ serviceId }, request));
  });

  it('of somebody who is erased stay, without what services called him', async () => {
    const waysBack = { successUrl: 'https://product.example/42', cancelUrl: 'https://product.example/cart/42' };
    const named = { externalId: 'user-42', ...waysBack, metadata: { note: '小海马' } };
    const [erased, kept] = [await opened(named), await opened(named)];
    await commit(async ({ checkoutSessions }) => {
      await checkoutSessions.eraseNamesOf(erased.userId);
      expect(await checkoutSessions.find(erased.id)).to.deep.equal({
        ...{ ...erased, externalId: null, successUrl: null, cancelUrl: null, metadata: {} },
      });
      expect(await checkoutSessions.find(kept.id)).to.deep.equal(kept);
    });
  });
});
