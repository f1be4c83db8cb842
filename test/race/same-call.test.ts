import { expect } from 'chai';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import type { UsageOutcome } from '../../src/application/ledger/usage.ts';
import { formatToken, TOKEN_RANDOM_BYTES } from '../../src/domain/keyvault/key-token.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aGrant } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { untilWaiting } from '../support/until-waiting.ts';
import { aLotOf, FAR, type Spender, TwoProcesses, tally } from './spenders.ts';

const TIMES = 24;

describe('The same call, or one in the same batch,', () => {
  let race: TwoProcesses;
  before(async () => {
    race = await TwoProcesses.open();
  });
  after(() => race.close());

  const manyTimes = (ask: (nth: number) => Promise<UsageOutcome>) =>
    Promise.all(Array.from({ length: TIMES }, (_, nth) => ask(nth)));
  const linesOf = ({ accountId }: Spender) =>
    race.shop.uow.run(async ({ ledger }) => {
      await expectBalancedBooks(ledger, accountId);
      return (await ledger.listEntries(accountId)).filter(({ kind }) => kind === 'consume');
    });
  function expectOneAnswer(outcomes: readonly UsageOutcome[]): void {
    const answers = outcomes.map((each) => (each.kind === 'allowed' ? each : expect.fail(JSON.stringify(each))));
    expect(answers.filter(({ replayed }) => !replayed)).to.have.length(1);
    const [first] = answers.map(({ replayed: _, ...answer }) => answer);
    for (const { replayed: _, ...answer } of answers) expect(answer).to.deep.equal(first);
  }

  it('from one process is one call, with one answer for all', async () => {
    const spender = await race.aSpender([aLotOf(60)]);
    const call = spender.usage();
    expectOneAnswer(await manyTimes(() => race.charge(call, 0)));
    expect(await linesOf(spender)).to.have.length(1);
  });

  it('from two processes is one call', async () => {
    for (let round = 0; round < 5; round++) {
      // The first call closes no lot, or draws over two.
      const spender = await race.aSpender([aLotOf(2), aLotOf(60, new Date(FAR.getTime() + 1))]);
      const call = spender.usage({ quantity: 3 });
      expectOneAnswer(await manyTimes((nth) => race.charge(call, nth)));
      expect(await linesOf(spender)).to.have.length(2);
    }
  });

  it('in one batch, with two keys of one account, is one call, and harms no neighbour in the batch', async () => {
    const spender = await race.aSpender([aLotOf(60)], [{}, {}]);
    const neighbours = await Promise.all(Array.from({ length: 4 }, () => race.aSpender([aLotOf(60)])));
    for (const each of [spender, ...neighbours]) await race.charge(each.usage(), 0);
    const [call, other] = spender.keys.map(({ token }) => spender.usage({ idempotencyKey: 'twice', keyToken: token }));
    if (!call || !other) throw new Error('two keys');
    // The first is on its way alone when the others come, and so are one batch.
    const first = race.charge(spender.usage(), 0);
    const together = [call, other, ...neighbours.map(({ usage }) => usage())].map((usage) => race.charge(usage, 0));
    await first;
    const outcomes = await Promise.all(together);
    expectOneAnswer(outcomes.slice(0, 2));
    for (const outcome of outcomes.slice(2)) expect(outcome).to.include({ kind: 'allowed', replayed: false });
    expect(await linesOf(spender)).to.have.length(3);
    for (const neighbour of neighbours) expect(await linesOf(neighbour)).to.have.length(2);
  });

  it('beside one that the database refuses to read is still answered, and only that one fails', async () => {
    const spenders = await Promise.all(Array.from({ length: 5 }, () => race.aSpender([aLotOf(60)])));
    const [first, ...others] = spenders as [Spender, ...Spender[]];
    const alone = race.charge(first.usage(), 0);
    const together = others.map(({ usage }, nth) =>
      race.charge(usage(nth === 1 ? { clientIp: 'nowhere' as never } : {}), 0),
    );
    await alone;
    expect((await Promise.allSettled(together)).map(({ status }) => status)).to.deep.equal([
      ...['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    ]);
    for (const spender of others) expect(await linesOf(spender)).to.have.length(spender === others[1] ? 0 : 1);
  });

  it('by a service that is rotating its token is one call', async () => {
    const spender = await race.aSpender([aLotOf(60)]);
    const token = formatToken('ss_live_', nodeSecrets.random(TOKEN_RANDOM_BYTES));
    await race.shop.uow.run(async ({ services }) => {
      const known = await services.findByToken(nodeSecrets.digest(race.caller.token));
      if (!known) throw new Error('no service');
      await services.addToken({ ...known.token, hint: '', expiresAt: null }, nodeSecrets.digest(token));
    });
    const calls = [spender.usage({ idempotencyKey: 'rotating' })];
    calls.push({ ...(calls[0] as (typeof calls)[number]), caller: { ...race.caller, token } });
    expectOneAnswer(await manyTimes((nth) => race.charge(calls[nth % 2] as (typeof calls)[number], nth < 12 ? 0 : 1)));
    expect(await linesOf(spender)).to.have.length(1);
  });

  it('for something else is told so, whichever of the two was first', async () => {
    const spender = await race.aSpender([aLotOf(60)]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: TIMES }, (_, nth) =>
        race.charge(spender.usage({ idempotencyKey: 'reused', quantity: 1 + (nth % 2) }), Math.floor(nth / 2)),
      ),
    );
    expect(tally(outcomes)).to.deep.equal({ allowed: TIMES / 2, idempotency_conflict: TIMES / 2 });
    expect(await linesOf(spender)).to.have.length(1);
  });

  it('is one call even if a purchase is opening the account meanwhile', async () => {
    const spender = await race.aSpender([]);
    const call = spender.usage({ idempotencyKey: newId() });
    const outcomes = await race.shop.uow.run(async ({ ledger }) => {
      await ledger.grant(aGrant(spender.accountId, { lots: [aLotOf(60)] }));
      const asked = [0, 1].map((nth) => race.charge(call, nth));
      await untilWaiting(race.database.knex, 2);
      // Not the promises themselves: they are fulfilled only after this transaction.
      return { asked };
    });
    expectOneAnswer(await Promise.all(outcomes.asked));
    expect(await linesOf(spender)).to.have.length(1);
  });
});
