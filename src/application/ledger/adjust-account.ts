import {
  type Adjustment,
  type AdjustmentDecision,
  type Correction,
  decideAdjustment,
  isSameCorrection,
} from '../../domain/ledger/adjustment.ts';
import { type Deed, entriesOf, type Head, linesOf } from '../../domain/ledger/deed.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import { expiredDraws } from '../../domain/ledger/expiry.ts';
import type { AdjustmentId, LotId, WriteOffId } from '../../domain/shared/ids.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type AdjustTools = { readonly ids: IdSource; readonly secrets: Pick<Secrets, 'sha256'> };
export type WantedCorrection = Pick<Adjustment, 'accountId' | 'correction' | 'reason' | 'operator' | 'requestKey'> & {
  /** Says what would be written, and writes nothing. */
  readonly dryRun: boolean;
};
export type AdjustAccountOutcome =
  /** `entries` are the lines that were written, what had expired before included; of a repetition none. */
  | {
      readonly kind: 'adjusted';
      readonly adjustment: Adjustment;
      readonly entries: readonly Entry[];
      readonly repeated: boolean;
    }
  /** The key stands for another adjustment of this account. */
  | { readonly kind: 'request_key_reused'; readonly adjustment: Adjustment }
  | Exclude<AdjustmentDecision, { kind: 'possible' }>;

/** One correction of an account that is locked, or only looked at. What has expired by `at` is written off first. */
export async function adjustAccount(
  { ledger }: Pick<Stores, 'ledger'>,
  { ids, secrets }: AdjustTools,
  { dryRun, ...wanted }: WantedCorrection,
  at: Date,
): Promise<AdjustAccountOutcome> {
  const { accountId, correction, requestKey } = wanted;
  const earlier = requestKey === null ? null : await ledger.findAdjustment(accountId, requestKey);
  if (earlier) return again(earlier, correction);
  const lots = await ledger.listLots(accountId);
  const decision = decideAdjustment(correction, lots, ids.next<LotId>(), at);
  if (decision.kind !== 'possible') return decision;

  const adjustment: Adjustment = { id: ids.next<AdjustmentId>(), ...wanted, at };
  const writeOff = { causeId: ids.next<WriteOffId>(), lines: linesOf('expire', expiredDraws(lots, at)) };
  const deeds = [writeOff, { causeId: adjustment.id as string, lines: decision.lines }]
    .filter(({ lines }) => lines.length > 0)
    .map((deed): Deed => ({ ...deed, accountId, call: null, at }));
  const entries = chained(deeds, await ledger.headOf(accountId), secrets);
  if (!dryRun) {
    await ledger.addAdjustment(adjustment);
    if (decision.lot) await ledger.addLot(accountId, decision.lot, at);
    for (const deed of deeds) await ledger.post(deed);
  }
  return { kind: 'adjusted', adjustment, entries, repeated: false };
}

const again = (earlier: Adjustment, correction: Correction): AdjustAccountOutcome =>
  isSameCorrection(earlier.correction, correction)
    ? { kind: 'adjusted', adjustment: earlier, entries: [], repeated: true }
    : { kind: 'request_key_reused', adjustment: earlier };

/** What these deeds write, one after another: exactly what the ledger will hold. */
function chained(deeds: readonly Deed[], head: Head, { sha256 }: Pick<Secrets, 'sha256'>): Entry[] {
  const entries: Entry[] = [];
  for (const deed of deeds) entries.push(...entriesOf(deed, entries.at(-1) ?? head, sha256));
  return entries;
}
