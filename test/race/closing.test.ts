import { expect } from 'chai';
import type { UsageOutcome } from '../../src/application/ledger/usage.ts';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aSession, OURS } from '../support/builders.ts';
import { OPERATOR, wantsToClose } from '../support/closing.ts';
import { aCaller, aUser, entriesOf, offering } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { untilWaiting } from '../support/until-waiting.ts';
import { nameOf, TwoProcesses } from './spenders.ts';

const KEY_DISABLED = { kind: 'refused', refusal: { code: 'key_disabled' } };

describe('An account that is closed while', () => {
  let race: TwoProcesses;
  before(async () => {
    race = await TwoProcesses.open();
  });
  after(() => race.close());
  const close = (userId: UserId) =>
    race.shop.beginClosing(wantsToClose(userId, { waivesPoints: true, by: OPERATOR, days: 0 }));
  const balanced = (userId: UserId) =>
    race.shop.uow.run(({ ledger }) => expectBalancedBooks(ledger, accountOf(userId)));
  /** What a call, and the end of the account, have taken. */
  const takenFrom = async (userId: UserId, kind: 'consume' | 'debit') =>
    (await entriesOf(race.shop, userId))
      .filter((each) => each.kind === kind)
      .reduce((sum, { change }) => sum - change, 0n);

  it('its keys are spending serves none of them from then on, and writes off what they left', async () => {
    const { userId, usage } = await aCaller(race.shop, 3_000n);
    let closed = false;
    const late: UsageOutcome[] = [];
    const served: UsageOutcome[] = [];
    const caller = async (): Promise<void> => {
      for (let calls = 0; calls < 25; calls++) {
        const startedLate = closed;
        const outcome = await race.charge(usage());
        (startedLate ? late : served).push(outcome);
      }
    };
    const owner = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect((await close(userId)).kind).to.equal('closing');
      closed = true;
    };
    await Promise.all([owner(), ...Array.from({ length: 8 }, caller)]);
    late.push(await race.charge(usage()));
    for (const outcome of late) expect(outcome).to.deep.equal(KEY_DISABLED);
    const allowed = served.filter((outcome) => nameOf(outcome) === 'allowed').length;
    const finished = await race.shop.finishClosing(userId, OPERATOR);
    expect(finished).to.deep.equal({ kind: 'closed', writtenOff: 3_000n - 3n * BigInt(allowed) });
    expect(await takenFrom(userId, 'consume')).to.equal(3n * BigInt(allowed));
    expect(await takenFrom(userId, 'debit')).to.equal(3_000n - 3n * BigInt(allowed));
    await balanced(userId);
  });

  it('calls wait for it refuses them, although they came before', async () => {
    const { userId, usage } = await aCaller(race.shop, 60n);
    const { knex } = race.database;
    const trx = await knex.transaction();
    await trx('ledger.accounts').where({ id: userId }).forNoKeyUpdate();
    const closing = close(userId);
    await untilWaiting(knex, 1);
    const calls = [race.charge(usage(), 0), race.charge(usage(), 1)];
    await untilWaiting(knex, 3);
    await trx.rollback();
    expect((await closing).kind).to.equal('closing');
    for (const call of calls) expect(await call).to.deep.equal(KEY_DISABLED);
    expect((await race.shop.readBalance(userId)).available).to.equal(60n);
    await balanced(userId);
  });

  it('its user orders has no order that waits for money, or stays open', async () => {
    const { id: packageId } = await offering(race.shop, { code: newId() });
    for (let round = 0; round < 20; round++) {
      const userId = await aUser(race.shop, newId());
      const order = () => race.shop.placeOrder({ userId, packageId, platform: 'web' });
      const both = round % 2 ? ([close(userId), order()] as const) : ([order(), close(userId)] as const);
      const kinds = (await Promise.all(both)).map(({ kind }) => kind).sort();
      expect(kinds.join(' and ')).to.be.oneOf(['account_closing and closing', 'has_obstacles and placed']);
    }
  });

  it('its user makes keys has none that works', async () => {
    for (let round = 0; round < 10; round++) {
      const userId = await aUser(race.shop, newId());
      const issue = () => race.shop.issueKey(userId, { name: 'x', scope: 'all', lifetimeMonths: 1 });
      const outcomes = await Promise.all([issue(), issue(), close(userId), issue(), issue()]);
      expect(outcomes[2].kind).to.equal('closing');
      const keys = await race.shop.uow.run(({ apiKeys }) => apiKeys.listOf(userId));
      expect(keys.filter(({ enabled }) => enabled)).to.deep.equal([]);
      expect(keys).to.have.length(outcomes.filter(({ kind }) => kind === 'issued').length);
    }
  });

  it('two workers and an operator finish it is finished once', async () => {
    const { userId } = await aCaller(race.shop, 60n);
    await close(userId);
    const finished = await Promise.all([1, 2, 3].map(() => race.shop.finishClosing(userId, OPERATOR)));
    expect(finished.map(({ kind }) => kind).sort()).to.deep.equal(['closed', 'nothing_to_do', 'nothing_to_do']);
    expect(await takenFrom(userId, 'debit')).to.equal(60n);
  });

  it('its user is signing in forgets that session too, and whoever comes next is somebody new', async () => {
    const openid = newId();
    const userId = await aUser(race.shop, openid);
    await close(userId);
    // Half-way through a login: the user is found, the session not yet made.
    const { finished, next } = await race.shop.uow.run(async ({ users, sessions }) => {
      await users.lockIdentity(OURS.appid, openid);
      const finishing = race.shop.finishClosing(userId, OPERATOR);
      await untilWaiting(race.database.knex, 1);
      const waiting = race.shop.logIn(openid);
      await untilWaiting(race.database.knex, 2);
      await sessions.add(aSession({ userId }), newId());
      // Not the promises themselves: they are fulfilled only after this transaction.
      return { finished: () => finishing, next: () => waiting };
    });
    expect((await finished()).kind).to.equal('closed');
    expect(await race.database.knex('identity.sessions').where({ user_id: userId })).to.deep.equal([]);
    const login = await next();
    expect(login.kind === 'logged_in' ? login.user.id : login.kind).not.to.equal(userId);
  });
});
