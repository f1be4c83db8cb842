import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import type { KeyMeter } from '../../domain/keyvault/key-meter.ts';
import type { KeyGate } from '../../domain/keyvault/key-policy.ts';
import { availablePoints } from '../../domain/ledger/balance.ts';
import type { ApiCode } from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type Judgement, type JudgeNeeds, judgeCall, type PossibleCall } from './judge-call.ts';
import { asRefusal, type UsageRefusal } from './usage.ts';

type Dependencies = { readonly uow: UnitOfWork<JudgeNeeds>; readonly secrets: Secrets };

/** In the order in which a call meets them, after those of the service. */
export type CallGate = 'well_formed' | 'known' | KeyGate | 'points';
export type CallVerdict = { readonly gate: CallGate; readonly refusal: UsageRefusal | null };

/** What the gates looked at. */
export type CallFacts = {
  readonly key: ApiKey;
  /** As it stands now, without this call. */
  readonly meter: KeyMeter;
  readonly points: Points;
  readonly available: Points;
};
export type Explanation =
  | {
      readonly kind: 'would_be_allowed';
      readonly points: Points;
      /** What would be left. */
      readonly pointsLeft: Points;
      readonly pointsExpireAt: Date;
      readonly verdicts: readonly CallVerdict[];
      readonly facts: CallFacts;
    }
  | {
      readonly kind: 'would_be_refused';
      readonly refusal: UsageRefusal;
      /** Those that could be asked: without a key there is nothing to ask the others about. */
      readonly verdicts: readonly CallVerdict[];
      readonly facts: CallFacts | null;
    }
  | { readonly kind: 'unknown_api' };
export type ExplainUsage = (call: PossibleCall & { readonly apiCode: ApiCode }) => Promise<Explanation>;

/** What would become of this call, and what each gate says about it. Takes nothing. */
export const explainUsage =
  ({ uow, secrets }: Dependencies): ExplainUsage =>
  async (call) => {
    const judgement = await uow.run((stores) => judgeCall(stores, secrets, call));
    return explainJudgement(judgement);
  };

export function explainJudgement(judgement: Judgement): Explanation {
  if (judgement.kind === 'unknown_api') return judgement;
  return judgement.kind === 'unknown_key' ? explainUnknown(judgement.code) : explain(judgement);
}

function explainUnknown(code: 'key_malformed' | 'key_unknown'): Explanation {
  const refusal = { code };
  const verdicts: CallVerdict[] =
    code === 'key_malformed'
      ? [{ gate: 'well_formed', refusal }]
      : [
          { gate: 'well_formed', refusal: null },
          { gate: 'known', refusal },
        ];
  return { kind: 'would_be_refused', refusal, verdicts, facts: null };
}

function explain({
  key,
  meter,
  points,
  lots,
  consumption,
  ...judged
}: Extract<Judgement, { kind: 'judged' }>): Explanation {
  const verdicts: CallVerdict[] = [
    { gate: 'well_formed', refusal: null },
    { gate: 'known', refusal: null },
    ...judged.verdicts,
    { gate: 'points', refusal: consumption.kind === 'covered' ? null : asRefusal(consumption) },
  ];
  const facts = { key, meter, points, available: availablePoints(lots, judged.now) };
  const refusal = verdicts.find((verdict) => verdict.refusal !== null)?.refusal ?? null;
  if (refusal || consumption.kind !== 'covered') {
    return { kind: 'would_be_refused', refusal: refusal as UsageRefusal, verdicts, facts };
  }
  const paysLast = lots.find(({ id }) => id === consumption.draws.at(-1)?.lotId);
  const pointsExpireAt = (paysLast as NonNullable<typeof paysLast>).expiresAt;
  return { kind: 'would_be_allowed', points, pointsLeft: consumption.availableAfter, pointsExpireAt, verdicts, facts };
}
