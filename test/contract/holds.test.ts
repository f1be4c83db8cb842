import { expect } from 'chai';
import { linesOf } from '../../src/domain/ledger/deed.ts';
import { captureLines, type HoldEnd, heldPoints } from '../../src/domain/ledger/hold.ts';
import type { NewHold } from '../../src/domain/ledger/holds.ts';
import { type AccountId, accountOf, type HoldId, type LotId, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aCall, aGrant, aNewLot } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON, SECOND } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

const RELEASED: HoldEnd = { kind: 'released', why: 'expiry', availableAfter: points(20n), endedAt: msAfter(NOON, 5) };

describeStores('Holds', (commit) => {
  /** An account with two lots of 10 points. */
  async function anAccount() {
    const accountId = accountOf(newId<UserId>());
    const lots = [aNewLot(), aNewLot()];
    for (const lot of lots) await commit(({ ledger }) => ledger.grant(aGrant(accountId, { lots: [lot] })));
    return { accountId, lots: lots.map(({ id }) => id) as [LotId, LotId] };
  }
  type Account = Awaited<ReturnType<typeof anAccount>>;

  /** 3 points of the one and 2 of the other. */
  const drawsOf = ({ lots: [one, other] }: Account) => [
    { lotId: one, points: points(3n) },
    { lotId: other, points: points(2n) },
  ];
  async function aHold(account: Account, change: Partial<NewHold> = {}): Promise<NewHold> {
    const { accountId } = account;
    const hold: NewHold = {
      ...{ id: newId<HoldId>(), accountId, call: aCall({ quantity: 2 }), byPrice: true, mayExceed: true },
      ...{ heldAt: NOON, expiresAt: msAfter(NOON, SECOND) },
      ...change,
    };
    await commit(async ({ ledger, holds }) => {
      await ledger.lock(accountId);
      const lines = linesOf('hold', drawsOf(account));
      await ledger.post({ accountId, causeId: hold.id, lines, call: hold.call, at: hold.heldAt });
      await holds.add(hold);
    });
    return hold;
  }
  const find = (id: HoldId) => commit(({ holds }) => holds.find(id));
  const end = (id: HoldId, as: HoldEnd) => commit(({ holds }) => holds.end(id, as));
  const underWay = (accountId: AccountId) =>
    commit(async ({ holds }) => [await holds.countOpen(accountId), await holds.sumOpen(accountId)]);
  const due = (now: Date, limit = 10) => commit(({ holds }) => holds.takeDue(now, limit));

  it('gives back what was added, with the points that its deed took and what was left then', async () => {
    const account = await anAccount();
    const hold = await aHold(account);
    const found = { ...hold, draws: drawsOf(account), availableAfter: 15n, state: { kind: 'open' } };
    expect(await find(hold.id)).to.deep.equal(found);
    expect(await find(newId<HoldId>())).to.equal(null);
    await commit(({ ledger, holds }) => expectBalancedBooks(ledger, account.accountId, holds));
  });

  it('keeps the calls of before prices had versions, holds for points, and strict ones', async () => {
    const account = await anAccount();
    const change = { call: aCall({ priceVersion: null }), byPrice: false, mayExceed: false };
    const hold = await aHold(account, change);
    expect(await find(hold.id)).to.deep.include(change);
  });

  it('refuses a second hold of one id, and one that took nothing', async () => {
    const account = await anAccount();
    const hold = await aHold(account);
    await rejectionOf(commit(({ holds }) => holds.add(hold)));
    await rejectionOf(commit(({ holds }) => holds.add({ ...hold, id: newId<HoldId>() })));
    expect(await underWay(account.accountId)).to.deep.equal([1, 5n]);
  });

  it('remembers how a hold was captured, whose deed stands under the same cause', async () => {
    const account = await anAccount();
    const { accountId } = account;
    const { id, call } = await aHold(account);
    const state: HoldEnd = {
      kind: 'captured',
      points: points(4n),
      availableAfter: points(16n),
      endedAt: msAfter(NOON, 5),
    };
    await commit(async ({ ledger, holds }) => {
      await ledger.lock(accountId);
      const taken = [{ ...drawsOf(account)[0], points: points(4n) }] as ReturnType<typeof drawsOf>;
      const lines = captureLines({ draws: drawsOf(account) }, taken);
      await ledger.post({ accountId, causeId: id, lines, call, at: state.endedAt });
      await holds.end(id, state);
    });
    const found = (await find(id)) ?? expect.fail('no such hold');
    expect(found.state).to.deep.equal(state);
    expect(heldPoints(found)).to.equal(5n);
    await commit(({ ledger, holds }) => expectBalancedBooks(ledger, accountId, holds));
  });

  it('remembers how a hold was released, by whomever', async () => {
    const account = await anAccount();
    for (const why of ['service', 'expiry'] as const) {
      const { id } = await aHold(account);
      await end(id, { ...RELEASED, why });
      expect((await find(id))?.state).to.deep.equal({ ...RELEASED, why });
    }
  });

  it('ends a hold once', async () => {
    const { id } = await aHold(await anAccount());
    await end(id, RELEASED);
    await rejectionOf(end(id, RELEASED));
    await rejectionOf(end(newId<HoldId>(), RELEASED));
    expect((await find(id))?.state).to.deep.equal(RELEASED);
  });

  it('counts what is open, per account', async () => {
    const [account, neighbour] = [await anAccount(), await anAccount()];
    const first = await aHold(account);
    await aHold(account);
    await aHold(neighbour);
    expect(await underWay(account.accountId)).to.deep.equal([2, 10n]);
    await end(first.id, RELEASED);
    expect(await underWay(account.accountId)).to.deep.equal([1, 5n]);
    expect(await underWay(neighbour.accountId)).to.deep.equal([1, 5n]);
    expect(await underWay(accountOf(newId<UserId>()))).to.deep.equal([0, 0n]);
  });

  it('finds open holds from the end of their term on, the longest overdue first, as many as are wanted', async () => {
    const account = await anAccount();
    const later = await aHold(account, { expiresAt: msAfter(NOON, 2) });
    const sooner = await aHold(account, { expiresAt: msAfter(NOON, 1) });
    const ended = await aHold(account, { expiresAt: msAfter(NOON, 1) });
    await end(ended.id, RELEASED);
    expect(await due(NOON)).to.deep.equal([]);
    expect(await due(msAfter(NOON, 1))).to.deep.equal([sooner.id]);
    expect(await due(msAfter(NOON, 2))).to.deep.equal([sooner.id, later.id]);
    expect(await due(msAfter(NOON, 2), 1)).to.deep.equal([sooner.id]);
  });

  it('does not find them before the next try, and not at all once they have ended', async () => {
    const { id, expiresAt } = await aHold(await anAccount());
    const tryAt = (at: Date) => commit(({ holds }) => holds.scheduleRelease(id, at));
    await tryAt(msAfter(expiresAt, 1));
    expect(await due(expiresAt)).to.deep.equal([]);
    expect(await due(msAfter(expiresAt, 1))).to.deep.equal([id]);
    await end(id, RELEASED);
    await tryAt(expiresAt);
    expect(await due(msAfter(expiresAt, 1))).to.deep.equal([]);
  });
});
