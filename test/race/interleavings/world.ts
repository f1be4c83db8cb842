import type { Usage } from '../../../src/application/ledger/usage.ts';
import type { AccountId, ApiKeyId, OrderId, RefundId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../../support/books.ts';
import { aGrant, aNewLot } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { DAY, NOON } from '../../support/instants.ts';
import { aLotOf, type Spender, type TwoProcesses } from '../spenders.ts';

type Named = (idempotencyKey: string) => Usage;

/** An account whose points are few enough for every two operations to be in each other's way, and its neighbour. */
export type World = {
  readonly accountId: AccountId;
  readonly keyId: ApiKeyId;
  /** Of two lots. */
  readonly orderId: OrderId;
  /** Of that order; it has frozen points. */
  readonly refundId: RefundId;
  /** A call of three points. */
  readonly usage: Named;
  readonly neighbour: { readonly accountId: AccountId; readonly usage: Named };
  readonly now: Date;
};

/** What it starts from: whether the fast path has a lot open. */
export type Start = 'a lot is open' | 'no lot is open';

/** Of eleven points, in three lots, one has expired and two are frozen; the key may take seven in all. */
export async function aWorld(race: TwoProcesses, start: Start): Promise<World> {
  const refundId = newId<RefundId>();
  const [spender, beside] = [
    await race.aSpender([], [{ totalBudget: points(start === 'a lot is open' ? 8n : 7n) }]),
    await race.aSpender([aLotOf(20)]),
  ];
  const { accountId } = spender;
  const now = new Date();
  const lots = [aNewLot({ points: points(6n), expiresAt: new Date(now.getTime() + 30 * DAY) })];
  lots.push(aNewLot({ kind: 'bonus', points: points(4n), expiresAt: new Date(now.getTime() + 60 * DAY) }));
  const order = aGrant(accountId, { lots, at: NOON });
  const usage =
    (of: Spender): Named =>
    (idempotencyKey) =>
      of.usage({ idempotencyKey, quantity: 3 });
  await race.shop.uow.run(async ({ ledger }) => {
    await ledger.grant(order);
    const draws = lots.map(({ id }) => ({ lotId: id, points: points(1n) }));
    await ledger.freeze({ accountId, refundId, orderId: order.orderId, draws, at: NOON });
  });
  // A call opens the first lot; what expires then is granted behind its back, or the call would write it off.
  await race.charge(beside.usage(), 0);
  if (start === 'no lot is open') {
    const expired = aNewLot({ points: points(1n), expiresAt: new Date(NOON.getTime() + DAY) });
    await race.shop.uow.run(({ ledger }) => ledger.grant(aGrant(accountId, { lots: [expired], at: NOON })));
  } else {
    await race.charge(spender.usage(), 0);
  }
  const [key] = spender.keys;
  return {
    ...{ accountId, refundId, orderId: order.orderId, keyId: (key as NonNullable<typeof key>).key.id, now },
    ...{ usage: usage(spender), neighbour: { accountId: beside.accountId, usage: usage(beside) } },
  };
}

/** All that the operations did, but for names and times. Throws where the books are wrong. */
export async function whatCameOf(race: TwoProcesses, { accountId, keyId, neighbour }: World): Promise<string> {
  return race.shop.uow.run(async ({ ledger, apiKeys }) => {
    const lines: string[] = [];
    for (const account of [accountId, neighbour.accountId]) {
      await expectBalancedBooks(ledger, account);
      const entries = await ledger.listEntries(account);
      const lots = (await ledger.listLots(account)).map(({ remaining }) => remaining).sort();
      lines.push(
        ...entries.map(({ kind, change, balanceAfter }) => `${kind} ${change} ${balanceAfter}`),
        `lots ${lots}`,
      );
    }
    const key = await apiKeys.find(keyId);
    if (!key) throw new Error('no key');
    const { pointsTotal, callsToday } = await apiKeys.meterOf(key);
    return [...lines, `key ${key.enabled} ${pointsTotal} ${callsToday}`].join('\n');
  });
}
