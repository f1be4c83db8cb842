import { expect } from 'chai';
import { expectBalancedBooks } from '../support/books.ts';
import { aLotOf, type Spender, TwoProcesses, tally } from './spenders.ts';

const SPENDERS = 40;
const ROUNDS = 5;

describe('Two processes whose batches name the same accounts the other way round', () => {
  let race: TwoProcesses;
  before(async () => {
    race = await TwoProcesses.open();
  });
  after(() => race.close());

  /** Forwards at one, backwards at the other, each of them in one batch or a few. */
  const thereAndBack = (spenders: readonly Spender[]) =>
    Promise.allSettled([
      ...spenders.map(({ usage }) => race.charge(usage(), 0)),
      ...spenders.toReversed().map(({ usage }) => race.charge(usage(), 1)),
    ]);

  it('never tell a caller of a deadlock, with lots that are open, come to their end, or expire', async () => {
    const spenders = await Promise.all(Array.from({ length: SPENDERS }, () => race.aSpender([aLotOf(4), aLotOf(30)])));
    for (let round = 0; round < ROUNDS; round++) {
      expect(tally(await thereAndBack(spenders))).to.deep.equal({ allowed: 2 * SPENDERS });
    }
    for (const { accountId } of spenders) {
      await race.shop.uow.run(({ ledger }) => expectBalancedBooks(ledger, accountId));
    }
  });

  it('nor with accounts that have no row yet', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const spenders = await Promise.all(Array.from({ length: SPENDERS }, () => race.aSpender([])));
      expect(tally(await thereAndBack(spenders))).to.deep.equal({ insufficient_points: 2 * SPENDERS });
    }
  });
});
