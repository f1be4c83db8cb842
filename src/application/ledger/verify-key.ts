import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import { availablePoints } from '../../domain/ledger/balance.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type Judgement, type JudgeNeeds, judgeCall, type PossibleCall } from './judge-call.ts';
import { asRefusal, type UsageRefusal } from './usage.ts';

type Dependencies = { readonly uow: UnitOfWork<JudgeNeeds>; readonly secrets: Secrets };

export type VerifyOutcome =
  | {
      readonly kind: 'verified';
      /** Why the key may not be used so; null: it may. */
      readonly refusal: UsageRefusal | null;
      readonly key: ApiKey;
      /** What the owner can spend. */
      readonly pointsLeft: Points;
    }
  | { readonly kind: 'refused'; readonly refusal: UsageRefusal }
  | { readonly kind: 'unknown_api' };
export type VerifyKey = (call: PossibleCall) => Promise<VerifyOutcome>;

/**
 * Whose key this is, and whether it may make such a call now. Takes nothing, so that it is no promise: the next call may be
 * refused. Without an API, scope and points are not asked about.
 */
export const verifyKey =
  ({ uow, secrets }: Dependencies): VerifyKey =>
  async (call) => {
    const judgement = await uow.run((stores) => judgeCall(stores, secrets, call));
    if (judgement.kind === 'unknown_api') return judgement;
    if (judgement.kind === 'unknown_key') return { kind: 'refused', refusal: { code: judgement.code } };
    const { key, lots, now } = judgement;
    return { kind: 'verified', refusal: refusalOf(judgement), key, pointsLeft: availablePoints(lots, now) };
  };

function refusalOf({ verdicts, consumption }: Extract<Judgement, { kind: 'judged' }>): UsageRefusal | null {
  const byKey = verdicts.find(({ refusal }) => refusal !== null)?.refusal;
  if (byKey) return byKey;
  return consumption.kind === 'covered' ? null : asRefusal(consumption);
}
