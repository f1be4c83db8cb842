import type { Usage, UsageOutcome } from '../../../src/application/ledger/usage.ts';
import type { Service } from '../../../src/domain/keyvault/service.ts';
import type {
  AccountId,
  ApiKeyId,
  ConsumptionId,
  HoldId,
  OrderId,
  RefundId,
  UserId,
} from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../../support/books.ts';
import { aGrant, aNewLot } from '../../support/builders.ts';
import { codesMade } from '../../support/codes.ts';
import { aUser } from '../../support/customers.ts';
import { newId } from '../../support/ids.ts';
import { DAY, NOON } from '../../support/instants.ts';
import { aLotOf, type Spender, type TwoProcesses } from '../spenders.ts';

type Named = (idempotencyKey: string) => Usage;

/** An account whose points are few enough for every two operations to be in each other's way, and its neighbour. */
export type World = {
  readonly userId: UserId;
  readonly accountId: AccountId;
  readonly keyId: ApiKeyId;
  /** Of two lots. */
  readonly orderId: OrderId;
  /** Of that order; it has frozen points. */
  readonly refundId: RefundId;
  /** By whom the calls are reported. */
  readonly service: Service;
  /** A call of one point that was made. */
  readonly usageId: ConsumptionId;
  /** One point, set aside for a call that may cost more. */
  readonly holdId: HoldId;
  /** A code that gives two points. */
  readonly code: string;
  /** A call of three points. */
  readonly usage: Named;
  readonly neighbour: { readonly accountId: AccountId; readonly usage: Named };
  readonly now: Date;
};

/** What it starts from: whether the fast path has a lot open. */
export type Start = 'a lot is open' | 'no lot is open';

/**
 * Twelve points in two lots: two are frozen, one is spent, one is held; with a lot open another one is spent, else a third lot has
 * expired. The key may take seven more.
 */
export async function aWorld(race: TwoProcesses, start: Start): Promise<World> {
  const isOpen = start === 'a lot is open';
  const userId = await aUser(race.shop, newId());
  const spender = await race.aSpender([], [{ totalBudget: points(isOpen ? 10n : 9n) }], userId);
  const beside = await race.aSpender([aLotOf(20)]);
  const { accountId } = spender;
  const service = await race.service();
  const now = new Date();
  const { orderId, refundId } = await anOrderWithARefund(race, accountId, now);
  // A call opens a lot, and what is not a call closes it.
  await race.charge(beside.usage(), 0);
  const usageId = paid(await race.charge(spender.usage(), 0));
  const holdId = await aHold(race, spender, service);
  if (isOpen) await race.charge(spender.usage(), 0);
  else await grantExpired(race, accountId);
  const { codes } = await codesMade(race.shop.uow, { codes: 1, points: points(2n) });
  const usage =
    (of: Spender): Named =>
    (idempotencyKey) =>
      of.usage({ idempotencyKey, quantity: 3 });
  const [key] = spender.keys;
  return {
    ...{ userId, accountId, orderId, refundId, service, usageId, holdId, now },
    code: codes[0] as string,
    keyId: (key as NonNullable<typeof key>).key.id,
    ...{ usage: usage(spender), neighbour: { accountId: beside.accountId, usage: usage(beside) } },
  };
}

async function anOrderWithARefund({ shop }: TwoProcesses, accountId: AccountId, now: Date) {
  const refundId = newId<RefundId>();
  const lots = [aNewLot({ points: points(8n), expiresAt: new Date(now.getTime() + 30 * DAY) })];
  lots.push(aNewLot({ kind: 'bonus', points: points(4n), expiresAt: new Date(now.getTime() + 60 * DAY) }));
  const { orderId, ...grant } = aGrant(accountId, { lots, at: NOON });
  await shop.uow.run(async ({ ledger }) => {
    await ledger.grant({ ...grant, orderId });
    const draws = lots.map(({ id }) => ({ lotId: id, points: points(1n) }));
    await ledger.freeze({ accountId, refundId, orderId, draws, at: NOON });
  });
  return { orderId, refundId };
}

async function aHold({ shop }: TwoProcesses, spender: Spender, service: Service): Promise<HoldId> {
  const { caller: _, ...call } = spender.usage();
  const wanted = { ...call, serviceId: service.id, points: points(1n), seconds: 900, mayExceed: true };
  const outcome = await shop.placeHold(wanted);
  if (outcome.kind !== 'held') throw new Error(`a hold: ${outcome.kind}`);
  return outcome.hold.id;
}

/** Behind the back of the calls, which would write it off. */
async function grantExpired({ shop }: TwoProcesses, accountId: AccountId): Promise<void> {
  const expired = aNewLot({ points: points(1n), expiresAt: new Date(NOON.getTime() + DAY) });
  await shop.uow.run(({ ledger }) => ledger.grant(aGrant(accountId, { lots: [expired], at: NOON })));
}

function paid(outcome: UsageOutcome): ConsumptionId {
  if (outcome.kind !== 'allowed') throw new Error(`a call: ${outcome.kind}`);
  return outcome.usageId;
}

/** All that the operations did, but for names and times. Throws where the books are wrong. */
export async function whatCameOf(race: TwoProcesses, { accountId, keyId, holdId, neighbour }: World): Promise<string> {
  return race.shop.uow.run(async ({ ledger, holds, apiKeys }) => {
    const lines: string[] = [];
    for (const account of [accountId, neighbour.accountId]) {
      await expectBalancedBooks(ledger, account, holds);
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
    const hold = await holds.find(holdId);
    return [...lines, `key ${key.enabled} ${pointsTotal} ${callsToday}`, `hold ${hold?.state.kind}`].join('\n');
  });
}
