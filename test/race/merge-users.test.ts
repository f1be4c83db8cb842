import { expect } from 'chai';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { verifyBooks } from '../support/audit.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aGrant, aNewLot } from '../support/builders.ts';
import { aCaller, aUser, entriesOf } from '../support/customers.ts';
import { BY_ALICE, userOf } from '../support/followers.ts';
import { eventually } from '../support/http/eventually.ts';
import { newId } from '../support/ids.ts';
import { untilWaiting } from '../support/until-waiting.ts';
import { describeCharging, type Till } from './ways-to-charge.ts';

const CALLERS = 8;

describeCharging('A merge while a key of the one who goes is used', (till: () => Till) => {
  const shop = () => till().shop;
  const availableTo = async (userId: UserId) => (await shop().readBalance(userId)).available;
  const balanced = (...users: UserId[]) =>
    shop().uow.run(async ({ ledger, holds }) => {
      for (const id of users) await expectBalancedBooks(ledger, accountOf(id), holds);
    });
  const give = (userId: UserId, size: bigint, year: number) => {
    const lots = [aNewLot({ points: points(size), expiresAt: new Date(`20${year}-01-01T00:00:00Z`) })];
    return shop().uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(userId), { lots })));
  };
  /** 60 points in three lots, at 3 points a call, and somebody to merge with who has 5. */
  async function aPair() {
    const from = await aCaller(shop(), 0n);
    for (const year of [91, 92, 93]) await give(from.userId, 20n, year);
    const into = await aUser(shop(), newId());
    await give(into, 5n, 94);
    return { from, into };
  }
  const merge = (from: UserId, into: UserId) => shop().mergeUsers(from, into, BY_ALICE, { endKeys: true });

  it('loses no point and gives none twice: what was there is what is there and what was charged', async () => {
    for (let round = 0; round < 5; round++) {
      const { from, into } = await aPair();
      for (const year of [91, 92, 93]) await give(from.userId, 9_000n, year);
      let charged = 0;
      /** Calls until it may not any more; gives why. */
      const use = async (): Promise<string> => {
        for (;;) {
          const outcome = await till().charge(from.usage());
          if (outcome.kind !== 'allowed') return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
          charged += 1;
        }
      };
      const callers = Array.from({ length: CALLERS }, use);
      await eventually(async () => expect(charged).to.be.greaterThan(CALLERS));
      expect(await merge(from.userId, into)).to.have.property('kind', 'merged');
      expect(new Set(await Promise.all(callers))).to.deep.equal(new Set(['key_disabled']));
      expect(await availableTo(from.userId)).to.equal(0n);
      expect(await availableTo(into)).to.equal(27_065n - 3n * BigInt(charged));
      expect(await userOf(shop(), from.userId)).to.include({ status: 'merged', mergedInto: into });
      await balanced(from.userId, into);
    }
    expect((await verifyBooks(till().database.knex)).findings).to.deep.equal([]);
  });

  it('waits for whoever is at the account, and charges that wait for it find the key disabled', async () => {
    const { from, into } = await aPair();
    const { database } = till();
    let merging: Promise<unknown> | undefined;
    let charging: Promise<unknown> | undefined;
    await database.knex.transaction(async (trx) => {
      await trx.raw('select ledger.lock_account(?)', [from.userId]);
      merging = merge(from.userId, into);
      await untilWaiting(database.knex, 1);
      charging = till().charge(from.usage());
      await untilWaiting(database.knex, 2);
    });
    expect(await merging).to.have.property('kind', 'merged');
    expect(await charging).to.deep.equal({ kind: 'refused', refusal: { code: 'key_disabled' } });
    expect(await availableTo(into)).to.equal(65n);
  });

  it('said ten times at once happens once', async () => {
    const { from, into } = await aPair();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => merge(from.userId, into)));
    expect(outcomes.filter(({ kind }) => kind === 'merged')).to.have.length(1);
    expect(await availableTo(into)).to.equal(65n);
    expect((await entriesOf(shop(), into)).filter(({ kind }) => kind === 'credit')).to.have.length(3);
  });

  it('in both directions at once goes one way', async () => {
    for (let round = 0; round < 5; round++) {
      const { from, into } = await aPair();
      const outcomes = await Promise.all([merge(from.userId, into), merge(into, from.userId)]);
      expect(outcomes.map(({ kind }) => kind).sort()).to.deep.equal(['merged', 'refused']);
      expect((await availableTo(from.userId)) + (await availableTo(into))).to.equal(65n);
      await balanced(from.userId, into);
    }
  });

  it('and a purchase that comes in between lose nothing', async () => {
    const { from, into } = await aPair();
    await Promise.all([give(from.userId, 12n, 95), merge(from.userId, into), give(into, 7n, 96)]);
    expect((await availableTo(from.userId)) + (await availableTo(into))).to.equal(84n);
    await balanced(from.userId, into);
  });
});
