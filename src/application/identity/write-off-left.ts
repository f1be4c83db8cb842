import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import { type Points, plus } from '../../domain/shared/points.ts';
import { type AdjustTools, adjustAccount } from '../ledger/adjust-account.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import type { PointsLeft } from './read-points-left.ts';

const WRITES_OFF = 'account closing';
const WAIVED = '账户注销，用户放弃剩余积分';
const LAPSED = '账户注销，赠送积分失效';

/** All that could still be spent, and before it what has expired; under the account's lock. */
export async function writeOffLeft(
  stores: Pick<Stores, 'ledger' | 'clock'>,
  tools: AdjustTools,
  userId: UserId,
  { paid, bonus }: PointsLeft,
): Promise<Points> {
  const points = plus(paid, bonus);
  if (points === 0n) return points;
  const why = { reason: paid > 0n ? WAIVED : LAPSED, operator: WRITES_OFF, requestKey: null };
  const wanted = {
    accountId: accountOf(userId),
    correction: { kind: 'debit', points },
    ...why,
    dryRun: false,
  } as const;
  const outcome = await adjustAccount(stores, tools, wanted, await stores.clock.now());
  if (outcome.kind !== 'adjusted')
    throw new Error(`the points of user ${userId} cannot be written off: ${outcome.kind}`);
  return points;
}
