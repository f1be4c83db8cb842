import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { OPEN_HOLDS_PER_ACCOUNT } from '../../../src/domain/ledger/hold.ts';
import type { ApiCode, ConsumptionId, HoldId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aSoldApi, TEXT_API } from '../../support/builders.ts';
import { aHolder, type HolderOf, lotOf } from '../../support/holding.ts';
import { newId } from '../../support/ids.ts';
import { beijing, DAY, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { BY_NOBODY, openShop, untilDone } from '../../support/shop.ts';

const ENDS = msAfter(NOON, 900 * SECOND);

describe('holds', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const kindsOf = async (holder: HolderOf) => (await holder.entries()).map(({ kind, change }) => [kind, change]);
  const sweep = () => shop.releaseExpiredHolds.run(untilDone);

  describe('placing one', () => {
    it('sets points aside, and says until when', async () => {
      const holder = await aHolder(shop);
      const outcome = await shop.placeHold(holder.wanted({ seconds: 60, mayExceed: true }));
      if (outcome.kind !== 'held') expect.fail(outcome.kind);
      expect(outcome.replayed).to.equal(false);
      expect(outcome.hold).to.deep.include({
        ...{ accountId: holder.account, byPrice: false, mayExceed: true, availableAfter: 90n },
        ...{ heldAt: NOON, expiresAt: msAfter(NOON, 60 * SECOND), state: { kind: 'open' } },
        call: {
          ...{ keyId: holder.key.id, serviceId: holder.service.id, apiCode: 'image.recognize' },
          quantity: 1,
          priceVersion: 1,
        },
      });
      expect(await holder.available()).to.equal(90n);
      await holder.balanced();
    });

    it('holds what the calls cost where nobody says how many points', async () => {
      const holder = await aHolder(shop);
      const hold = await holder.hold({ points: null, quantity: 7, apiCode: TEXT_API });
      expect(hold).to.deep.include({ byPrice: true, availableAfter: 65n });
    });

    it('draws from the lots as a call does', async () => {
      const [later, sooner] = [lotOf(5n), lotOf(5n, { expiresAt: msAfter(NOON, DAY) })];
      const holder = await aHolder(shop, { lots: [later, sooner] });
      const { draws } = await holder.hold({ points: points(7n) });
      expect(draws).to.deep.equal([
        { lotId: sooner.id, points: 5n },
        { lotId: later.id, points: 2n },
      ]);
      await holder.balanced();
    });

    it('is answered again with the hold as it is now, and takes nothing twice', async () => {
      const holder = await aHolder(shop);
      const wanted = holder.wanted();
      const first = await shop.placeHold(wanted);
      if (first.kind !== 'held') expect.fail(first.kind);
      expect(await shop.placeHold(wanted)).to.deep.equal({ ...first, replayed: true });
      expect(await holder.available()).to.equal(90n);
      await holder.capture(first.hold.id, 4n);
      const again = await shop.placeHold(wanted);
      expect(again).to.deep.include({ replayed: true }).and.have.nested.property('hold.state.kind', 'captured');
      expect(await holder.available()).to.equal(96n);
      await holder.balanced();
    });

    it('is the same again where the price has changed meanwhile', async () => {
      const holder = await aHolder(shop);
      const wanted = holder.wanted({ points: null, quantity: 2 });
      await shop.placeHold(wanted);
      await shop.uow.run(({ soldApis }) => soldApis.put(aSoldApi({ pointsPerCall: points(4n) }), NOON));
      expect(await shop.placeHold(wanted)).to.deep.include({ kind: 'held', replayed: true });
      expect(await holder.available()).to.equal(94n);
    });

    it('conflicts with other terms under the same key', async () => {
      const holder = await aHolder(shop);
      const wanted = holder.wanted();
      await shop.placeHold(wanted);
      const others = [
        { points: points(9n) },
        { points: null },
        { seconds: 901 },
        { mayExceed: true },
        { apiCode: TEXT_API },
      ];
      for (const other of others) {
        expect(await shop.placeHold({ ...wanted, ...other })).to.deep.equal({ kind: 'idempotency_conflict' });
      }
      expect(await holder.available()).to.equal(90n);
    });

    it('may be called like a call, or like a hold of somebody else', async () => {
      const [holder, neighbour] = [await aHolder(shop), await aHolder(shop)];
      const idempotencyKey = 'one';
      const ids = new Set<string>([await holder.charge({ idempotencyKey })]);
      for (const { hold } of [holder, neighbour]) ids.add((await hold({ idempotencyKey })).id);
      expect(ids.size).to.equal(3);
      expect([await holder.available(), await neighbour.available()]).to.deep.equal([87n, 90n]);
    });

    const refusals: readonly (readonly [string, Parameters<typeof aHolder>[1], object])[] = [
      ['key_disabled', { key: { enabled: false } }, {}],
      ['key_expired', { key: { expiresAt: NOON } }, {}],
      ['scope_missing', { key: { scope: [TEXT_API] } }, {}],
      ['client_ip_missing', { key: { networks: [] } }, {}],
      ['rate_limited', { key: { rateLimit: { calls: 1, seconds: 60 } } }, { quantity: 2, points: null }],
      ['daily_budget_exhausted', { key: { dailyBudget: points(9n) } }, {}],
      ['total_budget_exhausted', { key: { totalBudget: points(9n) } }, {}],
      ['insufficient_points', { lots: [lotOf(9n)] }, {}],
      ['key_malformed', {}, { keyToken: 'sk_live_' }],
    ];
    for (const [code, terms, change] of refusals) {
      it(`is refused like a call: ${code}`, async () => {
        const holder = await aHolder(shop, terms);
        const [entries, meter] = [await holder.entries(), await holder.meter()];
        const outcome = await shop.placeHold(holder.wanted(change));
        expect(outcome).to.include({ kind: 'refused' }).and.have.nested.property('refusal.code', code);
        expect([await holder.entries(), await holder.meter()]).to.deep.equal([entries, meter]);
      });
    }

    it('is refused for an API that is not sold', async () => {
      const holder = await aHolder(shop);
      const unsold = holder.wanted({ apiCode: 'no.such.api' as ApiCode });
      expect(await shop.placeHold(unsold)).to.deep.equal({ kind: 'unknown_api' });
    });

    it('is refused while too many are open, and not once one of them has ended', async function () {
      this.timeout(60_000);
      const holder = await aHolder(shop, { lots: [lotOf(5_000n)] });
      const one = await holder.hold({ points: points(1n) });
      await shop.uow.run(async ({ holds, ledger }) => {
        for (let n = 1; n < OPEN_HOLDS_PER_ACCOUNT; n++) {
          const id = newId<HoldId>();
          const lines = one.draws.map((draw) => ({ kind: 'hold' as const, ...draw }));
          await ledger.post({ accountId: holder.account, causeId: id, lines, call: one.call, at: NOON });
          await holds.add({ ...one, id });
        }
      });
      const limit = OPEN_HOLDS_PER_ACCOUNT;
      expect(await shop.placeHold(holder.wanted())).to.deep.equal({ kind: 'too_many_holds', limit });
      await holder.release(one.id);
      expect((await shop.placeHold(holder.wanted())).kind).to.equal('held');
    });
  });

  describe('capturing one', () => {
    it('takes a part, gives the rest back, and is a call like any other', async () => {
      const holder = await aHolder(shop);
      const { id, expiresAt: _ } = await holder.hold();
      shop.uow.now = msAfter(NOON, SECOND);
      const outcome = await holder.capture(id, 4n);
      if (outcome.kind !== 'captured') expect.fail(outcome.kind);
      const { usageId, ...captured } = outcome;
      expect(usageId).to.equal(id as string);
      expect(captured).to.deep.include({
        replayed: false,
        points: 4n,
        pointsLeft: 96n,
        released: 6n,
        at: msAfter(NOON, SECOND),
      });
      expect(await kindsOf(holder)).to.deep.equal([
        ['grant', 100n],
        ['hold', -10n],
        ['release', 10n],
        ['consume', -4n],
      ]);
      const call = await shop.uow.run(({ ledger }) => ledger.findCall(holder.account, usageId));
      expect(call)
        .to.deep.include({ points: 4n, reversedAt: null })
        .and.have.nested.property('call.keyId', holder.key.id);
      await holder.balanced();
    });

    it('takes all that is held unless it says how much', async () => {
      const holder = await aHolder(shop);
      const { id } = await holder.hold();
      expect(await holder.capture(id, null)).to.deep.include({ points: 10n, pointsLeft: 90n, released: 0n });
      expect(await holder.capture(id, 10n)).to.deep.include({ kind: 'captured', replayed: true });
    });

    it('is answered alike again, whatever has been spent since', async () => {
      const holder = await aHolder(shop);
      const { id } = await holder.hold();
      const first = await holder.capture(id, 4n);
      await holder.charge();
      shop.uow.now = msAfter(ENDS, DAY);
      expect(await holder.capture(id, 4n)).to.deep.equal({ ...first, replayed: true });
      expect(await holder.capture(id, 5n)).to.deep.equal({ kind: 'hold_ended', state: 'captured' });
      expect(await holder.available()).to.equal(93n);
      await holder.balanced();
    });

    it('takes more where the hold allows it, and nothing where the account does not cover it', async () => {
      const holder = await aHolder(shop, { lots: [lotOf(12n), lotOf(3n)] });
      const [strict, open] = [await holder.hold({ points: points(2n) }), await holder.hold({ mayExceed: true })];
      expect(await holder.capture(strict.id, 3n)).to.deep.equal({ kind: 'more_than_held', held: 2n });
      const tooMuch = { kind: 'insufficient_points', requested: 4n, available: 3n };
      expect(await holder.capture(open.id, 14n)).to.deep.equal(tooMuch);
      expect(await holder.capture(open.id, 13n)).to.deep.include({
        kind: 'captured',
        points: 13n,
        pointsLeft: 0n,
        released: 0n,
      });
      await holder.balanced();
    });

    it('works for points whose lot has expired meanwhile; what it leaves of them is gone', async () => {
      const soon = lotOf(10n, { expiresAt: msAfter(NOON, SECOND) });
      const holder = await aHolder(shop, { lots: [soon, lotOf(5n)] });
      const { id } = await holder.hold();
      shop.uow.now = soon.expiresAt;
      const outcome = await holder.capture(id, 7n);
      expect(outcome).to.deep.include({ kind: 'captured', points: 7n, released: 3n, pointsLeft: 5n });
      expect(outcome).to.deep.include({ pointsExpireAt: soon.expiresAt });
      expect(await holder.available()).to.equal(5n);
      expect((await kindsOf(holder)).at(-1)).to.deep.equal(['expire', -3n]);
      await holder.balanced();
    });

    it('comes too late once the term is over', async () => {
      const holder = await aHolder(shop);
      const { id } = await holder.hold();
      shop.uow.now = ENDS;
      expect(await holder.capture(id, 4n)).to.deep.equal({ kind: 'hold_ended', state: 'expired' });
      await sweep();
      expect(await holder.capture(id, 4n)).to.deep.equal({ kind: 'hold_ended', state: 'released' });
      expect(await holder.available()).to.equal(100n);
    });

    it('is nothing that another service can do, nor of what never was', async () => {
      const [holder, other] = [await aHolder(shop), await aHolder(shop)];
      const { id } = await holder.hold();
      expect(await other.capture(id, 4n)).to.deep.equal({ kind: 'unknown_hold' });
      expect(await other.release(id)).to.deep.equal({ kind: 'unknown_hold' });
      expect(await holder.capture(newId<HoldId>(), 4n)).to.deep.equal({ kind: 'unknown_hold' });
      expect((await holder.find(id))?.state).to.deep.equal({ kind: 'open' });
    });

    it('works after its key was deleted, also beyond what was held', async () => {
      const holder = await aHolder(shop);
      const [less, more] = [await holder.hold(), await holder.hold({ mayExceed: true })];
      await shop.deleteKeys(holder.userId, [holder.key.id], BY_NOBODY);
      expect(await holder.capture(less.id, 4n)).to.deep.include({ kind: 'captured', points: 4n, released: 6n });
      expect(await holder.capture(more.id, 12n)).to.deep.include({ kind: 'captured', points: 12n, pointsLeft: 84n });
      await holder.balanced();
    });

    it('works with a key that was disabled since', async () => {
      const holder = await aHolder(shop);
      const { id } = await holder.hold();
      await shop.switchKey(holder.userId, holder.key.id, false);
      expect((await holder.capture(id, 4n)).kind).to.equal('captured');
    });

    it('can be undone like a call', async () => {
      const holder = await aHolder(shop);
      const { id } = await holder.hold();
      await holder.capture(id, 4n);
      const reversed = await holder.reverse(id as string as ConsumptionId);
      expect(reversed).to.have.nested.property('reversal.points', 4n);
      expect(await holder.available()).to.equal(100n);
      await holder.balanced();
    });
  });

  describe('the limits of the key', () => {
    it('count what is held, and are given back what was not taken', async () => {
      const holder = await aHolder(shop, { key: { dailyBudget: points(20n), totalBudget: points(20n) } });
      const [one, other] = [await holder.hold(), await holder.hold()];
      expect(await shop.placeHold(holder.wanted({ points: points(1n) }))).to.have.nested.property(
        ...(['refusal.code', 'daily_budget_exhausted'] as const),
      );
      await holder.capture(one.id, 4n);
      expect(await holder.meter()).to.include({ pointsToday: 14n, pointsTotal: 14n, callsToday: 2 });
      await holder.release(other.id);
      expect(await holder.meter()).to.include({ pointsToday: 4n, pointsTotal: 4n, callsToday: 2 });
    });

    it('are not passed by what goes beyond a hold', async () => {
      const holder = await aHolder(shop, { key: { totalBudget: points(12n) } });
      const { id } = await holder.hold({ mayExceed: true });
      const before = await holder.entries();
      const refusal = { code: 'total_budget_exhausted', budget: 12n, spent: 10n };
      expect(await holder.capture(id, 13n)).to.deep.equal({ kind: 'budget_exhausted', refusal });
      expect(await holder.entries()).to.deep.equal(before);
      expect((await holder.capture(id, 12n)).kind).to.equal('captured');
      expect(await holder.meter()).to.include({ pointsToday: 12n, pointsTotal: 12n, callsToday: 1 });
    });

    it('of a day get nothing back for what was held the day before', async () => {
      shop.uow.now = beijing('2026-01-15 23:59:00.000');
      const holder = await aHolder(shop);
      const [captured, released] = [await holder.hold(), await holder.hold()];
      shop.uow.now = beijing('2026-01-16 00:00:00.000');
      await holder.charge();
      await holder.capture(captured.id, 4n);
      await holder.release(released.id);
      expect(await holder.meter()).to.include({ pointsToday: 3n, pointsTotal: 7n });
      await holder.reverse(captured.id as string as ConsumptionId);
      expect(await holder.meter()).to.include({ pointsToday: 3n, pointsTotal: 3n });
    });

    it('of the day get back what was captured beyond a hold of the day before', async () => {
      shop.uow.now = beijing('2026-01-15 23:59:00.000');
      const holder = await aHolder(shop);
      const { id } = await holder.hold({ mayExceed: true });
      shop.uow.now = beijing('2026-01-16 00:00:00.000');
      await holder.capture(id, 15n);
      expect(await holder.meter()).to.include({ pointsToday: 5n, pointsTotal: 15n });
      await holder.reverse(id as string as ConsumptionId);
      expect(await holder.meter()).to.include({ pointsToday: 0n, pointsTotal: 0n });
    });
  });

  describe('releasing one', () => {
    it('gives all points back to their lots, and is answered alike again', async () => {
      const holder = await aHolder(shop);
      const { id } = await holder.hold();
      const first = await holder.release(id);
      expect(first).to.deep.equal({
        ...{ kind: 'released', replayed: false, points: 10n, why: 'service', availableAfter: 100n, at: NOON },
      });
      await holder.charge();
      expect(await holder.release(id)).to.deep.equal({ ...first, replayed: true });
      expect(await holder.available()).to.equal(97n);
      await holder.balanced();
    });

    it('works after its key was deleted', async () => {
      const holder = await aHolder(shop);
      const { id } = await holder.hold();
      await shop.deleteKeys(holder.userId, [holder.key.id], BY_NOBODY);
      expect(await holder.release(id)).to.deep.include({ kind: 'released', points: 10n });
      await holder.balanced();
    });

    it('is nothing that another service can do, nor of what never was', async () => {
      const [holder, stranger] = [await aHolder(shop), await aHolder(shop)];
      const { id } = await holder.hold();
      expect(await stranger.release(id)).to.deep.equal({ kind: 'unknown_hold' });
      expect(await holder.release(newId<HoldId>())).to.deep.equal({ kind: 'unknown_hold' });
      expect(await holder.available()).to.equal(90n);
    });

    it('is refused for what was captured', async () => {
      const holder = await aHolder(shop);
      const { id } = await holder.hold();
      await holder.capture(id, 4n);
      expect(await holder.release(id)).to.deep.equal({ kind: 'hold_ended', state: 'captured' });
    });

    it('loses points whose lot has expired meanwhile', async () => {
      const soon = lotOf(10n, { expiresAt: msAfter(NOON, SECOND) });
      const holder = await aHolder(shop, { lots: [soon, lotOf(5n)] });
      const { id } = await holder.hold();
      shop.uow.now = soon.expiresAt;
      expect(await holder.release(id)).to.deep.include({ points: 10n, availableAfter: 5n });
      await holder.balanced();
    });
  });

  describe('the sweep', () => {
    it('releases what nobody ended in time, and nothing before', async () => {
      const holder = await aHolder(shop);
      const [short, long] = [await holder.hold({ seconds: 1 }), await holder.hold({ seconds: 2 })];
      shop.uow.now = msAfter(NOON, SECOND - 1);
      await sweep();
      expect(await holder.available()).to.equal(80n);
      shop.uow.now = msAfter(NOON, SECOND);
      await sweep();
      const state = { kind: 'released', why: 'expiry', availableAfter: 90n, endedAt: shop.uow.now };
      expect((await holder.find(short.id))?.state).to.deep.equal(state);
      expect((await holder.find(long.id))?.state).to.deep.equal({ kind: 'open' });
      expect(await holder.meter()).to.include({ pointsToday: 10n, callsToday: 2 });
      expect(shop.reported).to.deep.equal([]);
      await holder.balanced();
    });

    it('tells a service that asks for a release afterwards what has happened', async () => {
      const holder = await aHolder(shop);
      const { id } = await holder.hold({ seconds: 1 });
      shop.uow.now = msAfter(NOON, SECOND);
      await sweep();
      expect(await holder.release(id)).to.deep.include({ kind: 'released', replayed: true, why: 'expiry' });
    });

    it('goes on after a hold that it cannot release, and comes to an end', async () => {
      const [holder, broken] = [await aHolder(shop), await aHolder(shop)];
      const bad = await broken.hold({ seconds: 1 });
      const good = await holder.hold({ seconds: 1 });
      const causeId = bad.id;
      const lines = bad.draws.map((draw) => ({ kind: 'release' as const, ...draw }));
      await shop.uow.run(({ ledger }) =>
        ledger.post({ accountId: broken.account, causeId, lines, call: null, at: NOON }),
      );
      shop.uow.now = msAfter(NOON, SECOND);
      await sweep();
      expect((await holder.find(good.id))?.state.kind).to.equal('released');
      expect(shop.reported).to.have.length(1);
      await sweep();
      expect(shop.reported, 'not before its time').to.have.length(1);
    });
  });
});
