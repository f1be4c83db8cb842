import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { uuidV7Source } from '../../../src/adapters/system/random.ts';
import { expiredAccounts, writeOffAccount } from '../../../src/application/ledger/expire-lots.ts';
import type { Stores } from '../../../src/application/shared/unit-of-work.ts';
import { type AccountId, accountOf, type UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aConsumption, aGrant, aNewLot } from '../../support/builders.ts';
import { consume } from '../../support/consume.ts';
import { newId } from '../../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

describe('The sweep that writes off expired points', () => {
  const open = () => {
    const uow = new MemoryUnitOfWork(NOON);
    const shop = openShop(uow);
    const grant = async (...expiries: Date[]): Promise<AccountId> => {
      const account = accountOf(newId<UserId>());
      for (const expiresAt of expiries) {
        await uow.run(({ ledger }) => ledger.grant(aGrant(account, { lots: [aNewLot({ expiresAt })] })));
      }
      return account;
    };
    const storyOf = async (account: AccountId): Promise<string[]> =>
      (await uow.run(({ ledger }) => ledger.listEntries(account))).map(
        ({ kind, change, balanceAfter }) => `${kind} ${change} = ${balanceAfter}`,
      );
    return { uow, shop, grant, storyOf };
  };

  it('posts what expired lots still hold, and leaves the others alone', async () => {
    const { uow, shop, grant, storyOf } = open();
    const account = await grant(msAfter(NOON, MINUTE), msAfter(NOON, DAY));
    await uow.run(({ ledger }) => consume(ledger, aConsumption(account, { points: points(4n), at: NOON })));
    const untouched = await grant(msAfter(NOON, DAY));
    uow.now = msAfter(NOON, MINUTE);
    await shop.expireLots.run(untilDone);
    expect(await storyOf(account)).to.deep.equal([
      'grant 10 = 10',
      'grant 10 = 20',
      'consume -4 = 16',
      'expire -6 = 10',
    ]);
    expect(await storyOf(untouched)).to.deep.equal(['grant 10 = 10']);
    expect(shop.reported).to.deep.equal([]);
  });

  it('posts one deed for all lots of an account, and nothing the second time', async () => {
    const { uow, shop, grant } = open();
    const account = await grant(msAfter(NOON, 1), msAfter(NOON, 2));
    uow.now = msAfter(NOON, DAY);
    await shop.expireLots.run(untilDone);
    await shop.expireLots.run(untilDone);
    const written = (await uow.run(({ ledger }) => ledger.listEntries(account))).filter(
      ({ kind }) => kind === 'expire',
    );
    expect(written.map(({ part, parts }) => [part, parts])).to.deep.equal([
      [1, 2],
      [2, 2],
    ]);
    expect(new Set(written.map(({ causeId }) => causeId)).size).to.equal(1);
  });

  it('goes on to the next account where one fails, reports it, and comes to an end', async () => {
    const { uow, shop, grant, storyOf } = open();
    const accounts: AccountId[] = [];
    for (let made = 0; made < 3; made++) accounts.push(await grant(msAfter(NOON, 1)));
    uow.now = msAfter(NOON, DAY);
    const broken = [...accounts].sort()[0] as AccountId;
    const failing = {
      run: <T>(work: (stores: Stores) => Promise<T>) => uow.run((stores) => work(breakFor(stores, broken))),
    };
    const limping = openShop(failing);
    await limping.expireLots.run(untilDone);
    expect(limping.reported).to.have.length(1);
    for (const account of accounts) {
      expect(await storyOf(account)).to.have.length(account === broken ? 1 : 2);
    }
    await shop.expireLots.run(untilDone);
    expect(await storyOf(broken)).to.have.length(2);
  });

  it('comes to every account, however many there are', async () => {
    const { uow, shop, grant, storyOf } = open();
    const accounts: AccountId[] = [];
    for (let made = 0; made < 201; made++) accounts.push(await grant(msAfter(NOON, 1)));
    uow.now = msAfter(NOON, DAY);
    const pages: (readonly AccountId[])[] = [];
    for await (const page of expiredAccounts(uow)) pages.push(page);
    expect(pages.flat()).to.have.members(accounts).and.have.length(201);
    await shop.expireLots.run(untilDone);
    for (const account of accounts) expect(await storyOf(account)).to.have.length(2);
  });

  it('has nothing to go through where nothing has expired', async () => {
    const { uow, grant, storyOf } = open();
    const account = await grant(msAfter(NOON, 1));
    for await (const page of expiredAccounts(uow)) expect.fail(`${page.length} accounts`);
    expect(await writeOffAccount({ uow, ids: uuidV7Source })(account)).to.deep.equal({
      accountId: account,
      points: 0n,
    });
    uow.now = msAfter(NOON, DAY);
    expect(await writeOffAccount({ uow, ids: uuidV7Source })(account)).to.deep.equal({
      accountId: account,
      points: 10n,
    });
    expect(await storyOf(account)).to.have.length(2);
  });

  it('does not look for more accounts once it is told to stop', async () => {
    const { uow, grant } = open();
    for (let made = 0; made < 201; made++) await grant(msAfter(NOON, 1));
    uow.now = msAfter(NOON, DAY);
    let looked = 0;
    const counting = {
      run: <T>(work: (stores: Stores) => Promise<T>) => {
        looked += 1;
        return uow.run(work);
      },
    };
    await openShop(counting).expireLots.run(AbortSignal.abort());
    expect(looked).to.equal(1);
  });

  it('stops between two accounts when it is told to', async () => {
    const { uow, shop, grant, storyOf } = open();
    const account = await grant(msAfter(NOON, 1));
    uow.now = msAfter(NOON, DAY);
    await shop.expireLots.run(AbortSignal.abort());
    expect(await storyOf(account)).to.have.length(1);
  });
});

const breakFor = (stores: Stores, broken: AccountId): Stores => ({
  ...stores,
  ledger: {
    ...stores.ledger,
    lock: (account) => (account === broken ? Promise.reject(new Error('broken')) : stores.ledger.lock(account)),
  },
});
