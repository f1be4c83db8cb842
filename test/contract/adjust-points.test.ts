import { expect } from 'chai';
import type { WantedAdjustment } from '../../src/application/ledger/adjust-points.ts';
import type { Correction } from '../../src/domain/ledger/adjustment.ts';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aGrant, aNewLot } from '../support/builders.ts';
import { aUser, entriesOf, lotsOf } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { DAY, msAfter, NOON } from '../support/instants.ts';
import { openShop } from '../support/shop.ts';
import { describeStores } from '../support/stores.ts';

const FAR = new Date('2099-01-01T00:00:00.000Z');
const credit = (count: bigint, expiresAt = FAR): Correction => ({ kind: 'credit', points: points(count), expiresAt });
const debit = (count: bigint): Correction => ({ kind: 'debit', points: points(count) });

describeStores('An operator who adjusts points', (commit) => {
  const shop = openShop({ run: commit });
  const adjust = (userId: UserId, correction: Correction, change: Partial<WantedAdjustment> = {}) =>
    shop.adjustPoints({
      userId,
      correction,
      reason: '补偿',
      operator: 'alice',
      requestKey: null,
      dryRun: false,
      ...change,
    });
  const grant = (userId: UserId, count: bigint, expiresAt = FAR) =>
    commit(({ ledger }) =>
      ledger.grant(aGrant(accountOf(userId), { lots: [aNewLot({ points: points(count), expiresAt })] })),
    );

  it('gives them as a bonus lot, by an entry against the account of adjustments', async () => {
    const userId = await aUser(shop);
    const outcome = await adjust(userId, credit(5n));
    if (outcome.kind !== 'adjusted') throw new Error(outcome.kind);
    const [entry, ...more] = await entriesOf(shop, userId);
    expect(more).to.deep.equal([]);
    expect(entry).to.deep.include({
      kind: 'credit',
      counterAccount: 'adjusted',
      change: 5n,
      causeId: outcome.adjustment.id,
    });
    expect(outcome.entries).to.deep.equal([entry]);
    expect(outcome.adjustment).to.deep.include({ reason: '补偿', operator: 'alice', correction: credit(5n) });
    const [lot] = await lotsOf(shop, userId);
    expect(lot).to.deep.include({ kind: 'bonus', remaining: 5n, expiresAt: FAR, id: entry?.lotId });
    expect((await shop.readBalance(userId)).available).to.equal(5n);
    await commit(({ ledger }) => expectBalancedBooks(ledger, accountOf(userId)));
  });

  it('takes them in draw order, over several lots, after what has expired is written off', async () => {
    const userId = await aUser(shop);
    await grant(userId, 7n, msAfter(NOON, -DAY));
    await grant(userId, 4n);
    await grant(userId, 9n, new Date(FAR.getTime() + 1));
    const outcome = await adjust(userId, debit(6n));
    if (outcome.kind !== 'adjusted') throw new Error(outcome.kind);
    const entries = await entriesOf(shop, userId);
    expect(outcome.entries).to.deep.equal(entries.slice(3));
    expect(outcome.entries.map(({ kind, change }) => `${kind} ${change}`)).to.deep.equal([
      ...['expire -7', 'debit -4', 'debit -2'],
    ]);
    await commit(({ ledger }) => expectBalancedBooks(ledger, accountOf(userId)));
  });

  it('takes all or nothing', async () => {
    const userId = await aUser(shop);
    await grant(userId, 4n);
    expect(await adjust(userId, debit(5n))).to.deep.equal({
      kind: 'insufficient_points',
      requested: 5n,
      available: 4n,
    });
    expect(await entriesOf(shop, userId)).to.have.length(1);
  });

  it('is shown by a dry run exactly what would be written, of which nothing is', async () => {
    const userId = await aUser(shop);
    await grant(userId, 4n, msAfter(NOON, -DAY));
    await grant(userId, 4n);
    for (const correction of [debit(3n), credit(5n)]) {
      const before = [await entriesOf(shop, userId), await lotsOf(shop, userId)];
      const dry = await adjust(userId, correction, { dryRun: true, requestKey: 'dry' });
      expect([await entriesOf(shop, userId), await lotsOf(shop, userId)]).to.deep.equal(before);
      const real = await adjust(userId, correction);
      if (dry.kind !== 'adjusted' || real.kind !== 'adjusted') throw new Error('not adjusted');
      const told = ({ kind, change, balanceAfter, seq, part, parts }: (typeof dry.entries)[number]) =>
        `${seq} ${kind} ${change} = ${balanceAfter}, ${part} of ${parts}`;
      expect(dry.entries.map(told)).to.deep.equal(real.entries.map(told));
    }
  });

  it('does it once under one key, and is told so', async () => {
    const userId = await aUser(shop);
    const first = await adjust(userId, credit(5n), { requestKey: 'ticket-7' });
    const again = await adjust(userId, credit(5n), { requestKey: 'ticket-7', reason: '其他', operator: 'bob' });
    if (first.kind !== 'adjusted' || again.kind !== 'adjusted') throw new Error('not adjusted');
    expect([first.repeated, again.repeated]).to.deep.equal([false, true]);
    expect(again.adjustment).to.deep.equal(first.adjustment);
    expect(again.entries).to.deep.equal([]);
    expect((await shop.readBalance(userId)).available).to.equal(5n);
  });

  it('is refused another adjustment under the same key; another user may have the key too', async () => {
    const [userId, other] = [await aUser(shop), await aUser(shop, newId())];
    await adjust(userId, credit(5n), { requestKey: 'ticket-7' });
    for (const correction of [credit(6n), debit(5n), credit(5n, new Date(FAR.getTime() + 1))]) {
      const refused = await adjust(userId, correction, { requestKey: 'ticket-7' });
      expect(refused.kind).to.equal('request_key_reused');
    }
    expect((await adjust(other, credit(1n), { requestKey: 'ticket-7' })).kind).to.equal('adjusted');
  });

  it('is refused points that have expired, and users that do not exist', async () => {
    const userId = await aUser(shop);
    expect((await adjust(userId, credit(5n, NOON))).kind).to.equal('expiry_not_ahead');
    expect(await adjust(newId<UserId>(), credit(5n))).to.deep.equal({ kind: 'unknown_user' });
  });
});
