import { type ConsumptionDecision, decideConsumption } from '../../src/domain/ledger/consumption.ts';
import { linesOf } from '../../src/domain/ledger/deed.ts';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import type { NewConsumption } from './builders.ts';

/** Takes points as a call does, by the rule and on the stores; locks the account. */
export async function consume(ledger: PointsLedger, wanted: NewConsumption): Promise<ConsumptionDecision> {
  const { accountId, id, points, call, at } = wanted;
  await ledger.lock(accountId);
  const decision = decideConsumption(await ledger.listLots(accountId), points, at);
  if (decision.kind !== 'covered') return decision;
  await ledger.post({ accountId, causeId: id, lines: linesOf('consume', decision.draws), call, at });
  return decision;
}
