import type { Correction } from '../../domain/ledger/adjustment.ts';
import { type Transfer, wholeTransfer } from '../../domain/ledger/transfer.ts';
import type { AccountId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { type AdjustTools, adjustAccount } from './adjust-account.ts';
import { writeOffExpired } from './write-off-expired.ts';

export type Move = {
  readonly from: AccountId;
  readonly into: AccountId;
  readonly operator: string;
  /** Of the adjustments that move them: unique, so that they are moved once. */
  readonly requestKey: string;
};

/** On the statements of both. */
const REASONS = { debit: '账户合并转出', credit: '账户合并转入' } as const;

/**
 * All that may be spent at `at` leaves one account and comes to the other, lot by lot, with the expiry of each lot. Both are
 * locked. In the books these are adjustments: given points are bonus points, and no order's any more.
 */
export async function movePoints(
  { ledger }: Pick<Stores, 'ledger'>,
  tools: AdjustTools,
  { from, into, operator, requestKey }: Move,
  at: Date,
): Promise<Transfer> {
  const transfer = wholeTransfer(await writeOffExpired(ledger, tools.ids, from, at), at);
  const adjust = async (accountId: AccountId, key: string, correction: Correction): Promise<void> => {
    const wanted = {
      accountId,
      correction,
      reason: REASONS[correction.kind],
      operator,
      requestKey: key,
      dryRun: false,
    };
    const outcome = await adjustAccount({ ledger }, tools, wanted, at);
    if (outcome.kind !== 'adjusted' || outcome.repeated) throw new Error(`points of ${from} cannot be moved as ${key}`);
  };
  if (transfer.points === 0n) return transfer;
  await adjust(from, requestKey, { kind: 'debit', points: transfer.points });
  for (const { lotId, points, expiresAt } of transfer.portions) {
    await adjust(into, `${requestKey} ${lotId}`, { kind: 'credit', points, expiresAt });
  }
  return transfer;
}
