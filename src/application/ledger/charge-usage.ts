import { meterAfterUse } from '../../domain/keyvault/key-meter.ts';
import { decideConsumption } from '../../domain/ledger/consumption.ts';
import { linesOf } from '../../domain/ledger/deed.ts';
import type { CallDetails } from '../../domain/ledger/entry.ts';
import type { RecordedCall } from '../../domain/ledger/points-ledger.ts';
import { usageIdOf } from '../../domain/ledger/usage-id.ts';
import type { ConsumptionId } from '../../domain/shared/ids.ts';
import { admitWithin } from '../keyvault/admit-service.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { costOf, detailsOf, judgeKey, type LockedCall, lockForCall } from './lock-for-call.ts';
import { refuseMalformed } from './refuse-malformed.ts';
import { asRefusal, type ChargeUsage, type TakenPoints, type UsageOutcome } from './usage.ts';
import { writeOffExpired } from './write-off-expired.ts';

export type ChargeNeeds = 'services' | 'apiKeys' | 'soldApis' | 'ledger' | 'clock';
type ChargeStores = Pick<Stores, ChargeNeeds>;
type Dependencies = { readonly uow: UnitOfWork<ChargeNeeds>; readonly ids: IdSource; readonly secrets: Secrets };

/**
 * The rule as it stands, step by step on the stores. What serves requests is its fast equal, `usage.charge_batch` on
 * PostgreSQL; test/agreement compares the two. Order of checks: the form of both tokens, the service, known key, known API,
 * paid before, the key's rules, points.
 */
export const chargeUsage =
  ({ uow, ids, secrets }: Dependencies): ChargeUsage =>
  async (usage) =>
    refuseMalformed(usage) ??
    uow.run(async (stores) => {
      const admission = await admitWithin(stores, secrets, usage.caller, 'usage');
      if (admission.kind === 'not_admitted') return admission;
      const locked = await lockForCall(stores, secrets, usage);
      if (locked.kind !== 'locked') return locked;
      const call = detailsOf(locked, admission.service.id);
      const { accountId } = locked;
      const { idempotencyKey } = usage;
      const id = usageIdOf({ serviceId: call.serviceId, accountId, idempotencyKey }, secrets.sha256);
      const earlier = await stores.ledger.findCall(accountId, id);
      if (earlier) return answerAgain(earlier, call);
      return charge(stores, ids, locked, { id, call });
    });

/** The same call again, whichever of the account's keys it is made with: a key may have been rotated meanwhile. */
const answerAgain = (earlier: RecordedCall, { apiCode, quantity }: CallDetails): UsageOutcome =>
  earlier.call.apiCode === apiCode && earlier.call.quantity === quantity
    ? { ...takenBy(earlier), kind: 'allowed', replayed: true }
    : { kind: 'idempotency_conflict' };

type Named = { readonly id: ConsumptionId; readonly call: CallDetails };

async function charge(
  stores: ChargeStores,
  ids: IdSource,
  locked: LockedCall,
  { id, call }: Named,
): Promise<UsageOutcome> {
  const { key, accountId, now } = locked;
  const { apiKeys, ledger } = stores;
  const points = costOf(locked);
  const judged = await judgeKey(stores, locked, points);
  if (judged.kind === 'refused') return judged;
  const lots = await writeOffExpired(ledger, ids, accountId, now);
  const decision = decideConsumption(lots, points, now);
  if (decision.kind === 'insufficient_points') return { kind: 'refused', refusal: asRefusal(decision) };
  await ledger.post({ accountId, causeId: id, lines: linesOf('consume', decision.draws), call, at: now });
  await apiKeys.saveMeter(key, meterAfterUse(judged.meter, key, { calls: call.quantity, points, now }));
  return { ...takenBy((await ledger.findCall(accountId, id)) as RecordedCall), kind: 'allowed', replayed: false };
}

export const takenBy = ({ id, points, balanceAfter, pointsExpireAt, at }: RecordedCall): TakenPoints => ({
  ...{ usageId: id, points, pointsLeft: balanceAfter, pointsExpireAt, at },
});
