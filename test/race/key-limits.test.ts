import { expect } from 'chai';
import type { ApiKey } from '../../src/domain/keyvault/api-key.ts';
import { endOfBeijingDay } from '../../src/domain/shared/beijing-time.ts';
import { points } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { DAY } from '../support/instants.ts';
import { aLotOf, FAR, TwoProcesses, tally } from './spenders.ts';

const CLIENTS = 64;
const CALLS_EACH = 3;
/** Noon in Beijing tomorrow, so that no day and no window ends meanwhile. */
const aheadMs = endOfBeijingDay(new Date()).getTime() + DAY / 2 - Date.now();

describe('What a key is limited to, with 64 clients at two processes, is exact for', () => {
  let race: TwoProcesses;
  before(async () => {
    race = await TwoProcesses.open(() => aheadMs);
  });
  after(() => race.close());

  const LIMITS: readonly { what: string; key: Partial<ApiKey>; refusal: string; points: bigint }[] = [
    {
      what: 'calls in a window',
      key: { rateLimit: { calls: 50, seconds: 86_400 } },
      refusal: 'rate_limited',
      points: 50n,
    },
    { what: 'points in a day', key: { dailyBudget: points(41n) }, refusal: 'daily_budget_exhausted', points: 41n },
    { what: 'points in its life', key: { totalBudget: points(37n) }, refusal: 'total_budget_exhausted', points: 37n },
  ];
  for (const { what, key, refusal, points: limit } of LIMITS) {
    it(what, async () => {
      // Lots so small that some calls draw over two of them, and a key without limits beside it.
      const lots = Array.from({ length: 40 }, (_, nth) => aLotOf(11, new Date(FAR.getTime() + nth)));
      const { accountId, userId, keys, usage } = await race.aSpender(lots, [key, {}]);
      const [limited, free] = keys.map(
        ({ token }) =>
          () =>
            race.charge(usage({ keyToken: token })),
      );
      if (!limited || !free) throw new Error('two keys');
      const calls = Array.from({ length: CLIENTS * CALLS_EACH }, (_, nth) => (nth % 3 === 2 ? free() : limited()));
      const outcomes = await Promise.allSettled(calls);
      const [ofLimited, ofFree] = [
        outcomes.filter((_, nth) => nth % 3 < 2),
        outcomes.filter((_, nth) => nth % 3 === 2),
      ];
      expect(tally(ofLimited)).to.deep.equal({ allowed: Number(limit), [refusal]: 2 * CLIENTS - Number(limit) });
      expect(tally(ofFree)).to.deep.equal({ allowed: CLIENTS });
      const meters = await race.shop.uow.run(({ apiKeys }) => apiKeys.listMeters(userId));
      expect(keys.map((each) => meters.get(each.key.id)?.pointsTotal)).to.deep.equal([limit, BigInt(CLIENTS)]);
      expect(keys.map((each) => meters.get(each.key.id)?.callsToday)).to.deep.equal([Number(limit), CLIENTS]);
      await race.shop.uow.run(({ ledger }) => expectBalancedBooks(ledger, accountId));
    });
  }
});
