import { expect } from 'chai';
import { nodeSecrets, uuidV7Source } from '../../src/adapters/system/random.ts';
import { voidCodes } from '../../src/application/catalog/void-codes.ts';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { codesMade, making } from '../support/codes.ts';
import { aUser } from '../support/customers.ts';
import { BY_ALICE } from '../support/followers.ts';
import { newId } from '../support/ids.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { BY_NOBODY, openShop, type Shop } from '../support/shop.ts';

const ROUNDS = 10;
const CLIENTS = 12;

describe('Redemption codes, asked for by many at once,', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  before(async () => {
    database = await migratedDatabase(20);
    shop = openShop(database.uow);
  });
  after(() => database.drop());

  const people = (count: number) => Promise.all(Array.from({ length: count }, () => aUser(shop, newId())));
  const redeem = async (userId: UserId, code: string) => (await shop.redeemCode(userId, code, BY_NOBODY)).kind;
  const pointsOf = async (users: readonly UserId[]) => {
    const balances = await Promise.all(users.map((userId) => shop.readBalance(userId)));
    return balances.reduce((sum, { available }) => sum + available, 0n);
  };
  const expectBalanced = (users: readonly UserId[]) =>
    database.uow.run(async ({ ledger, holds }) => {
      for (const userId of users) await expectBalancedBooks(ledger, accountOf(userId), holds);
    });

  it('give their points to one of them', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { codes } = await codesMade(database.uow, { codes: 1 });
      const users = await people(CLIENTS);
      const kinds = await Promise.all(users.map((userId) => redeem(userId, codes[0] as string)));
      expect(kinds.filter((kind) => kind === 'points_given')).to.have.length(1);
      expect(kinds.filter((kind) => kind === 'redeemed')).to.have.length(CLIENTS - 1);
      expect(await pointsOf(users)).to.equal(50n);
      await expectBalanced(users);
    }
  });

  it('give no more of a batch to one person than one may have', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { codes } = await codesMade(database.uow, { codes: CLIENTS, perPerson: 2 });
      const users = await people(1);
      const [userId] = users as [UserId];
      const kinds = await Promise.all(codes.map((code) => redeem(userId, code)));
      expect(kinds.filter((kind) => kind === 'points_given')).to.have.length(2);
      expect(await pointsOf(users)).to.equal(100n);
      await expectBalanced(users);
    }
  });

  it('are redeemed or void, and never both', async () => {
    const withdraw = voidCodes({ uow: database.uow, ids: uuidV7Source, secrets: nodeSecrets, by: BY_ALICE });
    for (let round = 0; round < ROUNDS; round++) {
      const { batch, codes } = await codesMade(database.uow, { codes: CLIENTS });
      const users = await people(CLIENTS);
      const take = (nth: number) => redeem(users[nth] as UserId, codes[nth] as string);
      // Who wins is chance: some are redeemed before, some while they are taken back, and the last one afterwards.
      const before = await Promise.all(Array.from({ length: round }, (_, nth) => take(nth)));
      const racing = Array.from({ length: CLIENTS - 1 - round }, (_, nth) => take(round + nth));
      const withdrawing = withdraw({ batchId: batch.id, code: null, reason: 'over', dryRun: false });
      const kinds = [...before, ...(await Promise.all(racing))];
      const outcome = await withdrawing;
      kinds.push(await take(CLIENTS - 1));
      const redeemed = kinds.filter((kind) => kind === 'points_given').length;
      const voided = outcome.kind === 'voided' ? outcome.codes : 0;
      expect([redeemed >= round, voided >= 1, redeemed + voided]).to.deep.equal([true, true, CLIENTS]);
      expect(kinds.filter((kind) => kind === 'void')).to.have.length(voided);
      expect(await pointsOf(users)).to.equal(50n * BigInt(redeemed));
    }
  });

  it('are one batch where they are made twice under one request key', async () => {
    const make = making(database.uow);
    const outcomes = await Promise.all(Array.from({ length: CLIENTS }, () => make({ requestKey: 'once' })));
    expect(outcomes.filter(({ kind }) => kind === 'made')).to.have.length(1);
    expect(outcomes.filter(({ kind }) => kind === 'made_before')).to.have.length(CLIENTS - 1);
  });
});
