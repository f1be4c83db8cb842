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
import { type AdjustmentId, accountOf, type LotId, type UserId, type WriteOffId } from '../../domain/shared/ids.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Needed = 'users' | 'ledger' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly ids: IdSource;
  readonly secrets: Pick<Secrets, 'sha256'>;
};

export type WantedAdjustment = Pick<Adjustment, 'correction' | 'reason' | 'operator' | 'requestKey'> & {
  readonly userId: UserId;
  /** Says what would be written, and writes nothing. */
  readonly dryRun: boolean;
};

export type AdjustPointsOutcome =
  /** `entries` are the lines that were written, what had expired before included; of a repetition none. */
  | {
      readonly kind: 'adjusted';
      readonly adjustment: Adjustment;
      readonly entries: readonly Entry[];
      readonly repeated: boolean;
    }
  | { readonly kind: 'unknown_user' }
  /** The key stands for another adjustment of this account. */
  | { readonly kind: 'request_key_reused'; readonly adjustment: Adjustment }
  | Exclude<AdjustmentDecision, { kind: 'possible' }>;
export type AdjustPoints = (wanted: WantedAdjustment) => Promise<AdjustPointsOutcome>;

/** Gives or takes points by an operator's word. Said again under the same key, it is the same adjustment. */
export const adjustPoints =
  (dependencies: Dependencies): AdjustPoints =>
  (wanted) =>
    dependencies.uow.run((stores) => adjustWithin(stores, dependencies, wanted));

async function adjustWithin(
  { users, ledger, clock }: Pick<Stores, Needed>,
  { ids, secrets }: Dependencies,
  wanted: WantedAdjustment,
): Promise<AdjustPointsOutcome> {
  const { userId, correction, reason, operator, requestKey, dryRun } = wanted;
  if (!(await users.find(userId))) return { kind: 'unknown_user' };
  const accountId = accountOf(userId);
  if (!dryRun) await ledger.lock(accountId);
  const earlier = requestKey === null ? null : await ledger.findAdjustment(accountId, requestKey);
  if (earlier) return again(earlier, correction);
  const at = await clock.now();
  const lots = await ledger.listLots(accountId);
  const decision = decideAdjustment(correction, lots, ids.next<LotId>(), at);
  if (decision.kind !== 'possible') return decision;

  const adjustment = { id: ids.next<AdjustmentId>(), accountId, correction, reason, operator, requestKey, at };
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

const again = (earlier: Adjustment, correction: Correction): AdjustPointsOutcome =>
  isSameCorrection(earlier.correction, correction)
    ? { kind: 'adjusted', adjustment: earlier, entries: [], repeated: true }
    : { kind: 'request_key_reused', adjustment: earlier };

/** What these deeds write, one after another: exactly what the ledger will hold. */
function chained(deeds: readonly Deed[], head: Head, { sha256 }: Pick<Secrets, 'sha256'>): Entry[] {
  const entries: Entry[] = [];
  for (const deed of deeds) entries.push(...entriesOf(deed, entries.at(-1) ?? head, sha256));
  return entries;
}
