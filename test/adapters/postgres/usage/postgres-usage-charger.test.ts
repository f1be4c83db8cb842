import { expect } from 'chai';
import type { UsageOutcome } from '../../../../src/application/ledger/usage.ts';
import type { IpAddress } from '../../../../src/domain/keyvault/network.ts';
import { Unavailable } from '../../../../src/domain/shared/faults.ts';
import { accountOf } from '../../../../src/domain/shared/ids.ts';
import { expectBalancedBooks } from '../../../support/books.ts';
import { aCaller } from '../../../support/customers.ts';
import { type MigratedDatabase, migratedDatabase } from '../../../support/migrated-database.ts';
import { openCharger } from '../../../support/open-charger.ts';
import { rejectionOf } from '../../../support/rejection.ts';
import { openShop, type Shop } from '../../../support/shop.ts';
import { untilWaiting } from '../../../support/until-waiting.ts';

const UNKNOWN_SERVICE = { kind: 'not_admitted', refusal: 'service_token_unknown' };
const NO_ADDRESS = 'not an address' as IpAddress;

describe('the fast path', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  let charger: ReturnType<typeof openCharger>;
  before(async () => {
    database = await migratedDatabase();
    shop = openShop(database.uow);
  });
  beforeEach(() => {
    charger = openCharger(database);
  });
  afterEach(() => charger.stop());
  after(() => database.drop());

  it('lets a call that is at fault fail alone: its neighbours in the batch are paid for', async () => {
    const { userId, usage } = await aCaller(shop, 100n);
    const asked = [usage(), usage({ clientIp: NO_ADDRESS }), usage()].map(charger.charge);
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect((outcomes[1] as PromiseRejectedResult).reason).not.to.be.instanceOf(Unavailable);
    expect(await shop.readBalance(userId)).to.have.property('available', 94n);
    await shop.uow.run(({ ledger }) => expectBalancedBooks(ledger, accountOf(userId)));
  });

  it('answers each call of a batch for itself, in the order in which they were asked', async () => {
    const { usage } = await aCaller(shop, 10n);
    const stranger = await aCaller(shop, 0n);
    const asked = [
      usage(),
      usage({ caller: { token: `${usage().caller.token.slice(0, -1)}~`, peer: null, signedWith: null } }),
      usage({ keyToken: 'mistyped' }),
      stranger.usage(),
      usage({ quantity: 3 }),
      usage({ quantity: 2 }),
    ];
    const outcomes = await Promise.all(asked.map(charger.charge));
    expect(outcomes.map(named)).to.deep.equal([
      ...['allowed 3', 'service_token_unknown', 'key_malformed', 'insufficient_points', 'insufficient_points'],
      'allowed 6',
    ]);
  });

  it('is not asked about a service token that is malformed', async () => {
    const nowhere = openCharger({ url: 'postgres://u:p@127.0.0.1:1/x' });
    const { usage } = await aCaller(shop, 10n);
    for (const token of ['', 'ss_live_x', usage().keyToken]) {
      const outcome = await nowhere.charge(usage({ caller: { token, peer: null, signedWith: null } }));
      expect(outcome).to.deep.equal(UNKNOWN_SERVICE);
    }
    await nowhere.stop();
  });

  it('answers what is no token without asking the database', async () => {
    const nowhere = openCharger({ url: 'postgres://u:p@127.0.0.1:1/x' });
    const { usage } = await aCaller(shop, 10n);
    const mistyped = usage({ keyToken: 'sk_live_mistyped' });
    expect(await nowhere.charge(mistyped)).to.deep.equal({ kind: 'refused', refusal: { code: 'key_malformed' } });
    const noService = usage({ caller: { token: 'ss_live_mistyped', peer: null, signedWith: null } });
    expect(await nowhere.charge(noService)).to.deep.equal(UNKNOWN_SERVICE);
    await nowhere.stop();
  });

  it('is unavailable where the database cannot be reached, to all who wait', async () => {
    const nowhere = openCharger({ url: 'postgres://u:p@127.0.0.1:1/x' });
    const { usage } = await aCaller(shop, 10n);
    const faults = await Promise.all([1, 2, 3].map(() => rejectionOf(nowhere.charge(usage()))));
    for (const fault of faults) expect(fault).to.be.instanceOf(Unavailable);
    await nowhere.stop();
  });

  it('is unavailable where the account is locked for too long, and takes nothing', async () => {
    const impatient = openCharger(database, { lockTimeoutMs: 50 });
    const { userId, usage } = await aCaller(shop, 10n);
    await shop.uow.run(async ({ ledger }) => {
      await ledger.lock(accountOf(userId));
      expect(await rejectionOf(impatient.charge(usage()))).to.be.instanceOf(Unavailable);
    });
    await impatient.stop();
    expect(await shop.readBalance(userId)).to.have.property('available', 10n);
  });

  it('answers others while an account is locked, whose own call waits', async () => {
    const [held, free] = [await aCaller(shop, 10n), await aCaller(shop, 10n)];
    const waiting = await shop.uow.run(async ({ ledger }) => {
      await ledger.lock(accountOf(held.userId));
      const answer = charger.charge(held.usage());
      await untilWaiting(database.knex, 1);
      expect(named(await charger.charge(free.usage()))).to.equal('allowed 3');
      // Not the promise itself: the lock goes only when we return.
      return { answer };
    });
    expect(named(await waiting.answer)).to.equal('allowed 3');
  });

  it('stops only when the calls under way are answered', async () => {
    const leaving = openCharger(database);
    const { userId, usage } = await aCaller(shop, 10n);
    const { answer, stopped } = await shop.uow.run(async ({ ledger }) => {
      await ledger.lock(accountOf(userId));
      const answer = leaving.charge(usage());
      await untilWaiting(database.knex, 1);
      return { answer, stopped: leaving.stop() };
    });
    expect(named(await answer)).to.equal('allowed 3');
    await stopped;
  });

  it('goes by the time that it is told to be ahead', async () => {
    const { key, usage } = await aCaller(shop, 10n);
    const late = openCharger(database, { aheadMs: () => key.expiresAt.getTime() - Date.now() + 60_000 });
    expect(named(await late.charge(usage()))).to.equal('key_expired');
    const both = await Promise.all([usage(), usage()].map(late.charge));
    expect(both.map(named)).to.deep.equal(['key_expired', 'key_expired']);
    await late.stop();
    expect(named(await charger.charge(usage()))).to.equal('allowed 3');
  });
});

function named(outcome: UsageOutcome): string {
  if (outcome.kind === 'allowed') return `allowed ${outcome.points}`;
  if (outcome.kind === 'refused') return outcome.refusal.code;
  return outcome.kind === 'not_admitted' ? outcome.refusal : outcome.kind;
}
