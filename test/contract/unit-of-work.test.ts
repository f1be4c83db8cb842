import { expect } from 'chai';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { aGrant, aPackage, aSoldApi } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

describeStores('UnitOfWork', (commit) => {
  it('gives what the work gives', async () => {
    expect(await commit(async () => 'result')).to.equal('result');
  });

  it('shows a transaction its own changes, and later ones what it committed', async () => {
    const { id, ...offer } = aPackage();
    const within = await commit(async ({ packages }) => {
      await packages.put(id, offer);
      return packages.find(id);
    });
    expect(within).to.deep.equal({ id, ...offer });
    expect(await commit(({ packages }) => packages.find(id))).to.deep.equal({ id, ...offer });
  });

  it('takes back everything, in every store, when the work throws, and hands on what it threw', async () => {
    const fault = new Error('in the middle');
    const account = accountOf(newId<UserId>());
    const rejection = await rejectionOf(
      commit(async ({ soldApis, ledger }) => {
        await soldApis.put(aSoldApi(), NOON);
        await ledger.grant(aGrant(account));
        throw fault;
      }),
    );
    expect(rejection).to.equal(fault);
    await commit(async ({ soldApis, ledger }) => {
      expect(await soldApis.list(NOON)).to.deep.equal([]);
      expect(await ledger.listEntries(account)).to.deep.equal([]);
      expect(await ledger.listLots(account)).to.deep.equal([]);
    });
  });

  it('goes on after a transaction that failed', async () => {
    await rejectionOf(commit(() => Promise.reject(new Error('once'))));
    expect(await commit(async () => 'again')).to.equal('again');
  });

  it('has a clock that does not go back', async () => {
    const [first, second] = await commit(async ({ clock }) => [await clock.now(), await clock.now()] as const);
    expect(second.getTime()).to.be.at.least(first.getTime());
  });
});
