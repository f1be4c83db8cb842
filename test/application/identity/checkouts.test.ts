import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../../src/adapters/system/random.ts';
import { sealUnder } from '../../../src/adapters/system/seal-secret.ts';
import { findWayBack } from '../../../src/application/identity/find-way-back.ts';
import { openCheckout } from '../../../src/application/identity/open-checkout.ts';
import type { CheckoutWish } from '../../../src/application/identity/resolve-checkout.ts';
import type { CheckoutSession } from '../../../src/domain/identity/checkout-session.ts';
import type { UserStatus } from '../../../src/domain/identity/user.ts';
import type { ReturnOrigin } from '../../../src/domain/keyvault/return-origin.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { CheckoutSessionId, OrderId, PackageId, ServiceId, UserId } from '../../../src/domain/shared/ids.ts';
import { aPaymentFor, aService as theService } from '../../support/builders.ts';
import { aUser, offering, theOrder } from '../../support/customers.ts';
import { newId } from '../../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';
import { untouchable } from '../../support/untouchable.ts';

const SERVICE = newId<ServiceId>();
const RETURNS = 'https://p.example' as ReturnOrigin;

describe('checkouts that a service opens', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let user: UserId;
  let small: PackageId;
  let large: PackageId;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    user = await aUser(shop, 'o-1');
    small = (await offering(shop, { code: 'small' })).id;
    large = (await offering(shop, { code: 'large', priceFen: fen(9_900) })).id;
  });
  const request = (wish: Partial<CheckoutWish> = {}, idempotencyKey: string = newId(), serviceId = SERVICE) => ({
    ...{ service: { id: serviceId, returnOrigins: [RETURNS] }, idempotencyKey, requestId: 'request-1' },
    wish: { user: { userId: user }, packages: null, successUrl: null, cancelUrl: null, metadata: {}, ...wish },
  });
  const open = async (...wanted: Parameters<typeof request>) => {
    const outcome = await shop.openCheckout(request(...wanted));
    return outcome.kind === 'opened' ? outcome : expect.fail(outcome.kind);
  };
  const kindOf = async (...wanted: Parameters<typeof request>) =>
    (await shop.openCheckout(request(...wanted))).kind as string;
  const place = (checkout: CheckoutSession, packageId = small) =>
    shop.placeOrderInCheckout(
      { id: checkout.sessionId, kind: 'checkout' },
      { userId: checkout.userId, packageId, platform: 'web' },
    );
  const placed = async (checkout: CheckoutSession, packageId = small): Promise<OrderId> => {
    const outcome = await place(checkout, packageId);
    return outcome.kind === 'placed' ? outcome.order.id : expect.fail(outcome.kind);
  };
  const pay = async (id: OrderId) => {
    const { attempt } = await theOrder(shop, id);
    await shop.settlePayment({ ...aPaymentFor(attempt), payerOpenid: null }, 'notification');
  };
  const stateOf = async ({ id }: { readonly id: CheckoutSessionId }): Promise<string> => {
    const found = await shop.readCheckout(SERVICE, id);
    if (found.kind !== 'found') return found.kind;
    const { status, order } = found.state;
    return `${status} ${order?.terms.packageCode ?? '-'} ${order?.status ?? '-'}`;
  };
  const later = (minutes: number) => {
    shop.uow.now = msAfter(NOON, minutes * MINUTE);
  };

  describe('opened', () => {
    it('sign their user in for an hour, to buy and nothing else', async () => {
      const { checkout, token, state, replayed } = await open({ packages: [{ code: 'small' }] });
      expect([state, replayed]).to.deep.equal([{ status: 'open', order: null }, false]);
      expect(checkout).to.deep.include({ userId: user, packageIds: [small], externalId: null });
      later(59);
      const signedIn = await shop.authenticateSession(token);
      expect(signedIn).to.have.nested.property('session.kind', 'checkout');
      expect(signedIn).to.have.nested.property('session.id', checkout.sessionId);
      later(60);
      expect((await shop.authenticateSession(token)).kind).to.equal('session_expired');
    });

    it('again by the same key are the same, whatever has changed since, and however the notes are ordered', async () => {
      const wish = { packages: [{ code: 'small' }], successUrl: 'https://p.example/' } as const;
      const first = await open({ ...wish, metadata: { a: '1', b: '2' } }, 'key');
      await offering(shop, { code: 'small', enabled: false });
      const again = await open({ ...wish, metadata: { b: '2', a: '1' } }, 'key');
      expect(again).to.deep.equal({ ...first, replayed: true });
      later(60);
      expect((await open({ ...wish, metadata: { a: '1', b: '2' } }, 'key')).state.status).to.equal('expired');
      const sessions = await shop.uow.run(({ sessions }) => sessions.listOf(user, NOON));
      expect(sessions.filter(({ kind }) => kind === 'checkout')).to.have.length(1);
    });

    it('by the same key for something else are refused; another service has keys of its own', async () => {
      const { checkout } = await open({ metadata: { a: '1' } }, 'key');
      const others: Partial<CheckoutWish>[] = [
        ...[
          {},
          { metadata: { a: '2' } },
          { metadata: { a: '1', b: '' } },
          { metadata: { a: '1' }, cancelUrl: 'https://p.example/' },
        ],
        ...[
          { metadata: { a: '1' }, packages: [{ id: small }] },
          { metadata: { a: '1' }, user: { externalId: user } },
        ],
      ];
      for (const wish of others) expect(await kindOf(wish, 'key')).to.equal('idempotency_conflict');
      const strangers = await open({ metadata: { a: '1' } }, 'key', newId<ServiceId>());
      expect(strangers.checkout.id).not.to.equal(checkout.id);
    });

    it('keep their token sealed: nothing at rest, and nothing in the audit log, is it', async () => {
      const { checkout, token } = await open({}, 'key');
      const kept = await shop.uow.run(({ checkoutSessions }) => checkoutSessions.findByKey(SERVICE, 'key'));
      const events = await shop.uow.run(({ audit }) => audit.list({}, { before: null, limit: 10 }));
      expect(JSON.stringify([kept, events])).not.to.include(token);
      const [opened] = events.filter(({ action }) => action === 'checkout_session.opened');
      expect(opened).to.deep.include({
        ...{ userId: user, subject: { kind: 'checkout_session', id: checkout.id } },
        by: { actor: { kind: 'service', serviceId: SERVICE, onBehalfOf: user }, requestId: 'request-1' },
      });
    });

    it('need a root secret, and the one of before', async () => {
      const tools = { ids: uuidV7Source, secrets: nodeSecrets };
      const without = openCheckout({ ...tools, uow: untouchable, serviceSeal: null });
      expect(await without(request())).to.deep.equal({ kind: 'root_secret_missing' });
      await open({}, 'key');
      const changed = openCheckout({ ...tools, uow: shop.uow, serviceSeal: sealUnder('another root') });
      expect(await changed(request({}, 'key'))).to.deep.equal({ kind: 'root_secret_missing' });
    });

    it('are for users that are there', async () => {
      expect(await kindOf({ user: { userId: newId<UserId>() } })).to.equal('unknown_user');
      expect(await kindOf({ user: { externalId: 'unmapped' } })).to.equal('unknown_user');
      const { userId } = await shop.mapExternalUser({ serviceId: SERVICE, externalId: 'user-42', requestId: null });
      const { checkout } = await open({ user: { externalId: 'user-42' } });
      expect(checkout).to.include({ userId, externalId: 'user-42' });
      expect(await kindOf({ user: { externalId: 'user-42' } }, 'key', newId<ServiceId>())).to.equal('unknown_user');
    });

    for (const status of ['closing', 'closed'] as const satisfies UserStatus[]) {
      it(`are not for a user that is ${status}`, async () => {
        await shop.uow.run(async ({ users }) => {
          await users.save({ ...((await users.find(user)) ?? expect.fail('no user')), status });
        });
        expect(await kindOf()).to.equal('user_leaving');
      });
    }

    it('are for packages that the web sells', async () => {
      await offering(shop, { code: 'phone', storefronts: ['miniprogram'] });
      const code = 'small';
      expect(await kindOf({ packages: [{ code }, { code: 'phone' }] })).to.equal('package_closed');
      expect(await kindOf({ packages: [{ code }, { code: 'none' }] })).to.equal('unknown_package');
      expect(await kindOf({ packages: [{ id: newId<PackageId>() }] })).to.equal('unknown_package');
      const { checkout } = await open({ packages: [{ id: large }, { code }, { code: 'large' }] });
      expect(checkout.packageIds).to.deep.equal([large, small]);
    });
  });

  describe('that lead back', () => {
    it('lead to the origins that their service is known to have', async () => {
      const waysBack = { successUrl: 'https://p.example/paid?cart=7', cancelUrl: 'https://p.example/cart' };
      expect((await open(waysBack)).checkout).to.include(waysBack);
    });

    for (const elsewhere of ['https://p.example:8443/', 'https://p.example.evil.example/', 'http://p.example/', 'x']) {
      it(`lead nowhere else: ${elsewhere}`, async () => {
        for (const wish of [{ successUrl: elsewhere }, { successUrl: RETURNS, cancelUrl: elsewhere }]) {
          expect(await kindOf(wish)).to.equal('return_url_not_allowed');
        }
      });
    }

    it('are given again as they were, also when the list has changed since', async () => {
      const wish = { successUrl: 'https://p.example/paid' };
      const first = await open(wish, 'key');
      const unlisted = { ...request(wish, 'key'), service: { id: SERVICE, returnOrigins: [] } };
      expect(await shop.openCheckout(unlisted)).to.deep.equal({ ...first, replayed: true });
    });
  });

  describe('bought in', () => {
    it('tell of their order from when it is placed until it is paid', async () => {
      const { checkout } = await open();
      expect(await stateOf(checkout)).to.equal('open - -');
      const id = await placed(checkout);
      expect(await stateOf(checkout)).to.equal('open small pending');
      await pay(id);
      expect(await stateOf(checkout)).to.equal('paid small paid');
    });

    it('tell nothing of what the same user buys elsewhere', async () => {
      const { checkout } = await open();
      const web = { id: newId<CheckoutSession['sessionId']>(), kind: 'web' } as const;
      const outcome = await shop.placeOrderInCheckout(web, { userId: user, packageId: large, platform: 'web' });
      if (outcome.kind !== 'placed') expect.fail(outcome.kind);
      await pay(outcome.order.id);
      expect(await stateOf(checkout)).to.equal('open - -');
    });

    it('are known to the service only that opened them', async () => {
      const { checkout } = await open({}, 'key', newId<ServiceId>());
      expect(await stateOf(checkout)).to.equal('unknown_checkout_session');
      expect(await stateOf({ id: newId<CheckoutSessionId>() })).to.equal('unknown_checkout_session');
    });

    it('buy once', async () => {
      const { checkout } = await open();
      const id = await placed(checkout);
      await pay(id);
      expect(await place(checkout)).to.deep.equal({ kind: 'already_paid', orderId: id });
      expect(await place(checkout, large)).to.deep.equal({ kind: 'already_paid', orderId: id });
    });

    it('buy one of the packages that they are for', async () => {
      const medium = await offering(shop, { code: 'medium' });
      const { checkout } = await open({ packages: [{ code: 'large' }, { id: medium.id }] });
      expect(await place(checkout, small)).to.deep.equal({ kind: 'other_package_in_checkout' });
      await placed(checkout, large);
      expect(await stateOf(checkout)).to.equal('open large pending');
    });

    it('tell of the order that was paid first, also if another one follows', async () => {
      const { checkout } = await open();
      const first = await placed(checkout, large);
      const second = await placed(checkout, small);
      expect(await stateOf(checkout)).to.equal('open small pending');
      await pay(first);
      later(1);
      await pay(second);
      expect(await stateOf(checkout)).to.equal('paid large paid');
    });

    it('lose an open order to the checkout that takes it up again: one payment, one word of it', async () => {
      const [one, other] = [await open(), await open()];
      const id = await placed(one.checkout);
      expect(await placed(other.checkout)).to.equal(id);
      await pay(id);
      expect([await stateOf(one.checkout), await stateOf(other.checkout)]).to.deep.equal([
        'open - -',
        'paid small paid',
      ]);
    });

    it('keep an order that was paid before another checkout could take it', async () => {
      const [one, other] = [await open(), await open()];
      const id = await placed(one.checkout);
      const buyer = { userId: user, packageId: small, platform: 'web' } as const;
      shop.nativeGateway.checkouts.gives(async () => {
        await pay(id);
        return { kind: 'ready', checkout: { gateway: 'native', codeUrl: 'weixin://again' } };
      });
      const session = { id: other.checkout.sessionId, kind: 'checkout' } as const;
      expect((await shop.placeOrderInCheckout(session, buyer)).kind).to.equal('placed');
      expect([await stateOf(one.checkout), await stateOf(other.checkout)]).to.deep.equal([
        'paid small paid',
        'open - -',
      ]);
    });

    it('stay open while an order waits, and expire without one', async () => {
      const [buying, idle] = [await open(), await open()];
      later(59);
      const id = await placed(buying.checkout);
      later(61);
      expect([await stateOf(buying.checkout), await stateOf(idle.checkout)]).to.deep.equal([
        'open small pending',
        'expired - -',
      ]);
      later(59 + 31);
      await shop.closeExpiredOrders.run(new AbortController().signal);
      expect(await stateOf(buying.checkout)).to.equal('expired small closed');
      await pay(id);
      expect(await stateOf(buying.checkout)).to.equal('paid small paid');
    });

    it('tell their page what is to be bought, and who sells it', async () => {
      await shop.uow.run(({ services }) => services.add(theService({ id: SERVICE, name: 'VidLuxe' })));
      const { checkout } = await open({ packages: [{ code: 'large' }], successUrl: 'https://p.example/' });
      const own = await shop.readOwnCheckout(checkout.sessionId);
      expect(own).to.deep.equal({
        ...{ kind: 'found', checkout, packageCodes: ['large'], state: { status: 'open', order: null } },
        serviceName: 'VidLuxe',
      });
      const nobodys = await shop.readOwnCheckout(newId<CheckoutSession['sessionId']>());
      expect(nobodys).to.deep.equal({ kind: 'unknown_checkout_session' });
    });
  });

  describe('once their hour is over', () => {
    const cancelUrl = 'https://p.example/cart/7';
    const aService = (returnOrigins = [RETURNS]) => theService({ id: SERVICE, name: 'VidLuxe', returnOrigins });
    beforeEach(() => shop.uow.run(({ services }) => services.add(aService())));
    const wayBack = (token: string) => shop.findWayBack(token);

    it('tell whoever has the token where he came from, also when he has paid', async () => {
      const [one, bare] = [await open({ cancelUrl }), await open()];
      await pay(await placed(one.checkout));
      later(59);
      expect(await wayBack(one.token)).to.equal(null);
      later(60);
      expect(await wayBack(one.token)).to.deep.equal({ serviceName: 'VidLuxe', cancelUrl });
      expect(await wayBack(bare.token)).to.deep.equal({ serviceName: 'VidLuxe', cancelUrl: null });
    });

    it('tell nobody else: not by another token, nor by one that somebody has ended', async () => {
      const { token, checkout } = await open({ cancelUrl });
      const login = await shop.logIn('o-2');
      const sessionToken = login.kind === 'logged_in' ? login.token : expect.fail(login.kind);
      later(60 * 24 * 40);
      const flipped = token.slice(0, -1) + (token.endsWith('0') ? '1' : '0');
      for (const other of ['', 'x', flipped, sessionToken]) expect(await wayBack(other), other).to.equal(null);
      await shop.uow.run(({ sessions }) => sessions.remove(checkout.sessionId));
      expect(await wayBack(token)).to.equal(null);
    });

    it('lead nowhere once their service may not send people there any more', async () => {
      const { token } = await open({ cancelUrl });
      await shop.uow.run(({ services }) => services.save(aService([])));
      later(60);
      expect(await wayBack(token)).to.deep.equal({ serviceName: 'VidLuxe', cancelUrl: null });
    });

    it('cost no question for a token of another shape', async () => {
      const find = findWayBack({ uow: untouchable, secrets: nodeSecrets });
      expect(await find('hss_short')).to.equal(null);
    });
  });
});
