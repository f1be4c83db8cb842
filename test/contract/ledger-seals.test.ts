import { expect } from 'chai';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import type { Stores } from '../../src/application/shared/unit-of-work.ts';
import { SEALS_START, sealDigest } from '../../src/domain/ledger/seal.ts';
import { type AccountId, accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { aGrant } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

describeStores('Seals', (commit) => {
  const move = async (accountId: AccountId = accountOf(newId<UserId>())): Promise<AccountId> => {
    await commit(({ ledger }) => ledger.grant(aGrant(accountId)));
    return accountId;
  };
  const seal = (ms = 0) =>
    commit(async ({ seals }) => {
      await seals.lock();
      return seals.add(msAfter(NOON, ms));
    });
  const headOf = (accountId: AccountId) =>
    commit(async ({ ledger }: Pick<Stores, 'ledger'>) => {
      const { seq, hash } = await ledger.headOf(accountId);
      return { accountId, seq, hash };
    });
  const digest = (previous: string, ...heads: Awaited<ReturnType<typeof headOf>>[]) =>
    sealDigest(previous, heads, nodeSecrets.sha256);

  it('fix the heads of all accounts that have moved, by the rule', async () => {
    const [one, other] = [await move(), await move()];
    await move(other);
    expect(await commit(({ seals }) => seals.last())).to.equal(null);
    const first = await seal();
    expect(first).to.deep.equal({
      ...{ no: 1n, sealedAt: NOON, accounts: 2n, entries: 3n, previousDigest: SEALS_START },
      digest: digest(SEALS_START, await headOf(one), await headOf(other)),
    });
    expect(await commit(({ seals }) => seals.last())).to.deep.equal(first);
  });

  it('follow one another, each with what has moved since the one before', async () => {
    const [one, other] = [await move(), await move()];
    const first = await seal();
    await move(one);
    const third = await move();
    const second = await seal(1);
    expect(second).to.deep.include({ no: 2n, sealedAt: msAfter(NOON, 1), accounts: 2n, entries: 2n });
    expect(second.previousDigest).to.equal(first.digest);
    expect(second.digest).to.equal(digest(first.digest, await headOf(one), await headOf(third)));
    await move(other);
    await move(other);
    const next = await seal(2);
    expect(next).to.deep.include({ no: 3n, accounts: 1n, entries: 2n });
    expect(next.digest).to.equal(digest(second.digest, await headOf(other)));
  });

  it('say also that nothing has moved', async () => {
    const first = await seal();
    expect(first).to.deep.include({ no: 1n, accounts: 0n, entries: 0n, digest: digest(SEALS_START) });
    await move();
    const second = await seal(1);
    const third = await seal(2);
    expect(third).to.deep.include({ accounts: 0n, entries: 0n, digest: digest(second.digest) });
  });
});
