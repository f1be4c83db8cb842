import type { ApiKeyId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { IMAGE_API, TEXT_API } from '../../support/builders.ts';
import { type Person, someKey, type Town } from './town.ts';
import { DAY_MS, HOUR_MS } from './virtual-clock.ts';

/** A call that costs points; now and then said again days later, or taken back. */
export async function spend(town: Town, person: Person, keyId?: ApiKeyId): Promise<void> {
  const { client, dice, service, tally } = town;
  const key = person.keys.find(({ id }) => id === keyId) ?? someKey(town, person);
  if (!key) return;
  const usage = {
    ...{ caller: service.caller, keyToken: key.token, apiCode: dice.pick([IMAGE_API, TEXT_API]), clientIp: null },
    ...{ quantity: dice.between(1, 5), idempotencyKey: town.newWord() },
  };
  const answer = await client.call((application) => application.chargeUsage(usage));
  tally.add(`call: ${answer?.kind === 'refused' ? answer.refusal.code : (answer?.kind ?? 'no answer')}`);
  if (dice.chance(0.08)) {
    await client.sleep(dice.between(0, 2 * DAY_MS));
    await client.call((application) => application.chargeUsage(usage));
  }
  if (answer?.kind !== 'allowed' || !dice.chance(0.1)) return;
  await client.sleep(dice.between(0, 3 * DAY_MS));
  const { usageId } = answer;
  const undone = await client.call((application) =>
    application.reverseUsage({ serviceId: service.id, usageId, reason: 'not served' }),
  );
  tally.add(`reversal: ${undone?.kind ?? 'no answer'}`);
}

/** How long points are held for. */
export const someSeconds = ({ dice }: Town): number => dice.pick([1, 60, 900, 3_600, 86_400, dice.between(1, 86_400)]);

/** Points set aside for a call, which ends in time, at the instant at which the hold runs out, or never. */
export async function hold(town: Town, person: Person, seconds: number): Promise<void> {
  const { client, dice, service, tally, scheduler } = town;
  const key = someKey(town, person);
  if (!key) return;
  const wanted = {
    ...{ serviceId: service.id, keyToken: key.token, apiCode: dice.pick([IMAGE_API, TEXT_API]), clientIp: null },
    ...{ quantity: dice.between(1, 5), idempotencyKey: town.newWord(), seconds, mayExceed: dice.chance(0.4) },
    points: dice.chance(0.5) ? null : points(BigInt(dice.between(1, 30))),
  };
  const answer = await client.call((application) => application.placeHold(wanted));
  tally.add(`hold: ${answer?.kind === 'refused' ? answer.refusal.code : (answer?.kind ?? 'no answer')}`);
  if (answer?.kind !== 'held') return;
  const { id: holdId, expiresAt } = answer.hold;
  if (dice.chance(0.25)) return;
  const endMs = expiresAt.getTime();
  const atMs = dice.chance(0.5)
    ? endMs + dice.pick([-1, 0, 1])
    : endMs - dice.between(0, Math.min(seconds * 1_000, HOUR_MS));
  await client.sleep(Math.max(0, atMs - scheduler.clock.ms));
  const one = { serviceId: service.id, holdId };
  if (dice.chance(0.25)) {
    const released = await client.call((application) => application.releaseHold(one));
    return tally.add(`release: ${released?.kind ?? 'no answer'}`);
  }
  const used = dice.chance(0.4) ? null : points(BigInt(dice.between(1, 35)));
  const captured = await client.call((application) => application.captureHold({ ...one, points: used }));
  tally.add(`capture: ${captured?.kind ?? 'no answer'}`);
}
