import { points } from '../../../src/domain/shared/points.ts';
import { doneBy, type Person, type Town } from './town.ts';
import { DAY_MS, HOUR_MS } from './virtual-clock.ts';

/** Who signs in for the first time is a new user. */
export async function signIn({ client }: Town, person: Person): Promise<void> {
  const answer = await client.call((application) =>
    application.logInWithWechat({ code: person.openid, device: null, requestId: null }),
  );
  if (answer?.kind === 'logged_in') person.userId = answer.user.id;
}

export async function makeKey(town: Town, person: Person): Promise<void> {
  const { client, dice, tally } = town;
  const limits = {
    ...(dice.chance(0.5) && { dailyBudget: points(BigInt(dice.between(10, 60))) }),
    ...(dice.chance(0.3) && { totalBudget: points(BigInt(dice.between(50, 300))) }),
    ...(dice.chance(0.3) && { rateLimit: { calls: dice.between(3, 10), seconds: dice.pick([60, 3_600, 86_400]) } }),
  };
  const request = { name: 'k', scope: 'all', lifetimeMonths: 1, ...limits } as const;
  const answer = await client.call((application) => application.issueKey(person.userId, request, doneBy(person)));
  tally.add(`key: ${answer?.kind ?? 'no answer'}`);
  if (answer?.kind === 'issued') person.keys.push({ id: answer.key.id, token: answer.token });
}

/** The earlier key goes on being used: it counts for the grace. */
export async function rotateKey(town: Town, person: Person): Promise<void> {
  const { client, dice, tally } = town;
  const key = dice.pick(person.keys);
  if (!key) return;
  const terms = { graceMs: dice.pick([0, HOUR_MS, dice.between(0, 3 * DAY_MS)]), lifetimeMonths: 1 } as const;
  const answer = await client.call((application) =>
    application.rotateKey(person.userId, key.id, terms, doneBy(person)),
  );
  tally.add(`rotation: ${answer?.kind ?? 'no answer'}`);
  if (answer?.kind === 'rotated') person.keys.push({ id: answer.key.id, token: answer.token });
}

/** Off, and on again some hours later. */
export async function switchKey({ client, dice, tally }: Town, person: Person): Promise<void> {
  const key = dice.pick(person.keys);
  if (!key) return;
  const turn = (enabled: boolean) =>
    client.call((application) => application.switchKeys(person.userId, [key.id], enabled, doneBy(person)));
  await turn(false);
  tally.add('keys switched off');
  await client.sleep(dice.between(0, 10 * HOUR_MS));
  await turn(true);
}

/** Wants to be deleted, and thinks better of it, or is somebody new in the end. */
export async function leave(town: Town, person: Person): Promise<void> {
  const { client, dice, tally } = town;
  const { userId } = person;
  const wanted = { userId, waivesPoints: dice.chance(0.8), keeps: null, by: doneBy(person) };
  const answer = await client.call((application) => application.beginClosing(wanted));
  tally.add(`closing: ${answer?.kind ?? 'no answer'}`);
  if (answer?.kind !== 'closing') return;
  if (dice.chance(0.4)) {
    await client.sleep(dice.between(0, 3 * DAY_MS));
    const taken = await client.call((application) => application.cancelClosing(userId, doneBy(person)));
    if (taken?.kind === 'active') return comeBack(town, person);
  }
  await client.sleep(dice.between(3 * DAY_MS, 5 * DAY_MS));
  await signIn(town, person);
  if (person.userId === userId) return;
  person.keys = [];
  await makeKey(town, person);
}

/** Keys that the closing has switched off stay so until their owner says otherwise. */
async function comeBack({ client, tally }: Town, person: Person): Promise<void> {
  tally.add('closings taken back');
  for (const { id } of person.keys) {
    await client.call((application) => application.switchKeys(person.userId, [id], true, doneBy(person)));
  }
}
