import type { Draw } from '../../domain/ledger/consumption.ts';
import { linesOf } from '../../domain/ledger/deed.ts';
import { expiredDraws } from '../../domain/ledger/expiry.ts';
import type { Lot } from '../../domain/ledger/lot.ts';
import type { PointsLedger } from '../../domain/ledger/points-ledger.ts';
import type { AccountId, WriteOffId } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';

/** Writes off what has expired in this account, which is locked, and gives the lots that still hold something. */
export async function writeOffExpired(
  ledger: PointsLedger,
  ids: IdSource,
  accountId: AccountId,
  now: Date,
): Promise<Lot[]> {
  const lots = await ledger.listLots(accountId);
  const draws = expiredDraws(lots, now);
  if (draws.length === 0) return lots;
  await postWriteOff(ledger, ids, accountId, draws, now);
  return ledger.listLots(accountId);
}

/** One deed for all lots of the account that have expired since it was looked at. */
export async function postWriteOff(
  ledger: PointsLedger,
  ids: IdSource,
  accountId: AccountId,
  draws: readonly Draw[],
  at: Date,
): Promise<void> {
  const causeId = ids.next<WriteOffId>();
  await ledger.post({ accountId, causeId, lines: linesOf('expire', draws), call: null, at });
}
