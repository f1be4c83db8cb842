import { expect } from 'chai';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { aGrant, anApiKey, anAttempt, aPackage, aPendingOrder, aSoldApi } from '../support/builders.ts';
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

  it('takes back what a failed one has changed of rows that were there', async () => {
    const order = aPendingOrder();
    const attempt = anAttempt(order);
    const [{ outTradeNo }, key] = [attempt.intent, anApiKey()];
    const subject = { kind: 'other' } as const;
    await commit(async ({ orders, inbox, apiKeys }) => {
      await orders.add({ order, attempt }, { kind: 'placed', cause: 'user', at: NOON, detail: {} });
      await inbox.add({ notificationId: 'n', subject, content: '{}', receivedAt: NOON });
      await apiKeys.add(key, 'd'.repeat(64));
    });
    await rejectionOf(
      commit(async ({ orders, inbox, apiKeys }) => {
        await orders.schedulePoll(outTradeNo, 7, null);
        await inbox.finish('n', 'settled', NOON);
        await apiKeys.save({ ...key, enabled: false }, NOON);
        throw new Error('at the end');
      }),
    );
    await commit(async ({ orders, inbox, apiKeys }) => {
      expect((await orders.takeDuePolls(order.expiresAt, 9)).map(({ pollCount }) => pollCount)).to.deep.equal([0]);
      expect((await inbox.take('n')).kind).to.equal('taken');
      expect((await apiKeys.find(key.id))?.enabled).to.equal(true);
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
