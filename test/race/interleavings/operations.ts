import type { UsageRow } from '../../../src/adapters/postgres/usage/usage-answer.ts';
import { chargeBatch, chargeOne, readBatch, readOne } from '../../../src/adapters/postgres/usage/usage-statements.ts';
import { nodeSecrets, uuidV7Source } from '../../../src/adapters/system/random.ts';
import { redeemCode } from '../../../src/application/catalog/redeem-code.ts';
import { adjustPoints } from '../../../src/application/ledger/adjust-points.ts';
import { captureHold } from '../../../src/application/ledger/capture-hold.ts';
import { placeHold } from '../../../src/application/ledger/place-hold.ts';
import { releaseHold } from '../../../src/application/ledger/release-hold.ts';
import { reverseUsage } from '../../../src/application/ledger/reverse-usage.ts';
import { writeOffExpired } from '../../../src/application/ledger/write-off-expired.ts';
import type { ApiKey } from '../../../src/domain/keyvault/api-key.ts';
import { decideConsumption } from '../../../src/domain/ledger/consumption.ts';
import { linesOf } from '../../../src/domain/ledger/deed.ts';
import type { RefundId } from '../../../src/domain/shared/ids.ts';
import { min, points } from '../../../src/domain/shared/points.ts';
import { aConsumption, aGrant } from '../../support/builders.ts';
import { consume } from '../../support/consume.ts';
import { newId } from '../../support/ids.ts';
import { BY_NOBODY } from '../../support/shop.ts';
import { aLotOf } from '../spenders.ts';
import type { Hands } from './session.ts';
import type { World } from './world.ts';

/** What it answers has to say what it did, and nothing that differs from run to run. */
export type Operation = (hands: Hands, world: World) => Promise<unknown>;

const told = ({ code, points: taken, pointsLeft }: UsageRow): string => `${code} ${taken} ${pointsLeft}`;

const partsOf = ({ uow }: Hands) => ({ uow, ids: uuidV7Source, secrets: nodeSecrets });

/**
 * Every operation that moves points or decides about them. A new one needs one entry here: real code on real stores, of which
 * each statement becomes a step. `world.ts` says what they find.
 */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'charge one': async ({ charge }, { usage }) => told(readOne(await charge(chargeOne(usage(newId()), 0)))),
  'charge one, named': async ({ charge }, { usage }) => told(readOne(await charge(chargeOne(usage('named'), 0)))),
  'charge a batch': async ({ charge }, { usage, neighbour }) => {
    const calls = [neighbour.usage(newId()), usage(newId()), usage(newId())];
    return readBatch(await charge(chargeBatch(calls, 0))).map(told);
  },
  grant: ({ uow }, { accountId, now }) =>
    uow.run(({ ledger }) => ledger.grant(aGrant(accountId, { lots: [aLotOf(2)], at: now }))),
  consume: ({ uow }, { accountId, now }) =>
    uow.run(async ({ ledger }) => (await consume(ledger, aConsumption(accountId, { at: now }))).kind),
  freeze: ({ uow }, { accountId, orderId, now }) =>
    uow.run(async ({ ledger }) => {
      await ledger.lock(accountId);
      const lots = (await ledger.listLotsOf(accountId, orderId)).filter(({ remaining }) => remaining > 0n);
      const draws = lots.map(({ id, remaining }) => ({ lotId: id, points: min(remaining, points(2n)) }));
      if (draws.length === 0) return 'nothing left';
      await ledger.freeze({ accountId, refundId: newId<RefundId>(), orderId, draws, at: now });
      return draws.map((draw) => draw.points);
    }),
  release: ({ uow }, { accountId, refundId, now }) => uow.run(({ ledger }) => ledger.release(accountId, refundId, now)),
  burn: ({ uow }, { accountId, refundId, now }) => uow.run(({ ledger }) => ledger.burn(accountId, refundId, now)),
  'write off': ({ uow }, { accountId, now }) =>
    uow.run(async ({ ledger }) => {
      await ledger.lock(accountId);
      return (await writeOffExpired(ledger, uuidV7Source, accountId, now)).length;
    }),
  'place a hold': async (hands, { usage, service }) => {
    const { caller: _, ...call } = usage(newId());
    const wanted = { ...call, serviceId: service.id, points: points(3n), seconds: 900, mayExceed: false };
    const outcome = await placeHold(partsOf(hands))(wanted);
    return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
  },
  'capture a hold, and more': async (hands, { service, holdId }) => {
    const outcome = await captureHold(partsOf(hands))({ serviceId: service.id, holdId, points: points(3n) });
    return outcome.kind === 'captured' ? `captured ${outcome.points}, ${outcome.pointsLeft} left` : outcome.kind;
  },
  'release a hold': async (hands, { service, holdId }) => {
    const outcome = await releaseHold(partsOf(hands))({ serviceId: service.id, holdId });
    return outcome.kind === 'released' ? `released ${outcome.points}, ${outcome.availableAfter} left` : outcome.kind;
  },
  'reverse a call': async (hands, { service, usageId }) => {
    const outcome = await reverseUsage(partsOf(hands))({ serviceId: service.id, usageId, reason: null });
    if (outcome.kind !== 'reversed') return outcome.kind;
    return `reversed ${outcome.reversal.points}, ${outcome.reversal.availableAfter} left, again: ${outcome.replayed}`;
  },
  adjust: async (hands, { userId }) => {
    const correction = { kind: 'debit', points: points(3n) } as const;
    const wanted = { userId, correction, reason: 'a mistake', operator: 'somebody', requestKey: 'once', dryRun: false };
    const outcome = await adjustPoints(partsOf(hands))(wanted);
    return outcome.kind === 'adjusted' ? `adjusted by ${outcome.entries.length}` : outcome.kind;
  },
  'redeem a code': async (hands, { userId, code }) => {
    const outcome = await redeemCode(partsOf(hands))(userId, code, BY_NOBODY);
    return outcome.kind === 'points_given' ? `redeemed, again: ${outcome.repeated}` : outcome.kind;
  },
  'disable the key': ({ uow }, { keyId, now }) =>
    uow.run(async ({ apiKeys }) => apiKeys.save({ ...((await apiKeys.find(keyId)) as ApiKey), enabled: false }, now)),
};

/** Wrong on purpose: it reads what there is without locking the account. The schedules have to find it. */
export const CARELESS: Operation = ({ uow }, { accountId, now }) =>
  uow.run(async ({ ledger }) => {
    const decision = decideConsumption(await ledger.listLots(accountId), points(3n), now);
    if (decision.kind !== 'covered') return decision.kind;
    const lines = linesOf('consume', decision.draws);
    await ledger.post({ accountId, causeId: newId(), lines, call: null, at: now });
    return decision.kind;
  });
