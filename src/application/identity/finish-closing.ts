import { type Closing, heldUp, holdUpsOf, type Obstacle } from '../../domain/identity/closing.ts';
import type { User } from '../../domain/identity/user.ts';
import type { WechatIdentity } from '../../domain/identity/wechat-login.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { AdjustTools } from '../ledger/adjust-account.ts';
import type { RaiseAlarm } from '../shared/alarm.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type EraseNeeds, erasePerson } from './erase-person.ts';
import { lockPerson } from './lock-person.ts';
import { readAffairs } from './read-affairs.ts';
import { readPointsLeft } from './read-points-left.ts';
import { writeOffLeft } from './write-off-left.ts';

export type FinishNeeds = EraseNeeds | 'closings' | 'orders' | 'ledger' | 'holds' | 'audit' | 'clock';
type FinishStores = Pick<Stores, FinishNeeds>;
type Dependencies = AdjustTools & { readonly uow: UnitOfWork<FinishNeeds>; readonly raiseAlarm: RaiseAlarm };
export type FinishClosingOutcome =
  | { readonly kind: 'closed'; readonly writtenOff: Points }
  /** Stays as it is, and is looked at again a day later. */
  | { readonly kind: 'held_up'; readonly obstacles: readonly Obstacle[] }
  /** Taken back, come to its end, or not yet due. */
  | { readonly kind: 'nothing_to_do' };
export type FinishClosing = (userId: UserId, by: DoneBy) => Promise<FinishClosingOutcome>;

/** The end of an account whose time is over: its points are written off, and whoever it was is forgotten. */
export const finishClosing =
  ({ uow, raiseAlarm, ...tools }: Dependencies): FinishClosing =>
  async (userId, by) => {
    const outcome = await uow.run((stores) => finishWithin(stores, tools, userId, by));
    if (outcome.kind === 'held_up') {
      raiseAlarm('closing_held_up', { userId, reasons: outcome.obstacles.map(({ code }) => code).join(',') });
    }
    return outcome;
  };

async function finishWithin(
  stores: FinishStores,
  tools: AdjustTools,
  userId: UserId,
  by: DoneBy,
): Promise<FinishClosingOutcome> {
  // Who signs in meanwhile waits, and is somebody new.
  const identities = await lockIdentities(stores, userId);
  await lockPerson(stores, userId);
  const user = await stores.users.find(userId);
  const closing = await stores.closings.find(userId);
  const now = await stores.clock.now();
  const joined = (await stores.users.listIdentities(userId)).length !== identities.length;
  if (user?.status !== 'closing') await stores.closings.remove(userId);
  if (user?.status !== 'closing' || !closing || now < closing.deletesAt || joined) return { kind: 'nothing_to_do' };
  const affairs = await readAffairs(stores, userId);
  const points = await readPointsLeft(stores, userId, closing, now);
  const obstacles = holdUpsOf(closing, affairs, points.unwaived);
  if (obstacles.length > 0) return holdUp(stores, tools.ids, { closing, obstacles, by }, now);
  const writtenOff = await writeOffLeft(stores, tools, userId, points);
  await stores.closings.remember(userId, { at: now, hasPaid: affairs.hasPaid });
  await stores.closings.remove(userId);
  await erase(stores, tools.ids, user, { by, writtenOff }, now);
  return { kind: 'closed', writtenOff };
}

/** Before the person's lock: who signs in takes them in this order. */
export async function lockIdentities({ users }: Pick<Stores, 'users'>, userId: UserId): Promise<WechatIdentity[]> {
  const identities = await users.listIdentities(userId);
  for (const { appid, openid } of identities) await users.lockIdentity(appid, openid);
  return identities;
}

type HeldUp = { readonly closing: Closing; readonly obstacles: readonly Obstacle[]; readonly by: DoneBy };

/** Written down where something else is in the way than at the last look. */
async function holdUp(
  stores: FinishStores,
  ids: IdSource,
  { closing, obstacles, by }: HeldUp,
  now: Date,
): Promise<FinishClosingOutcome> {
  const after = heldUp(closing, obstacles, now);
  await stores.closings.put(after);
  const { userId, heldUpBy } = after;
  if (heldUpBy.join() !== closing.heldUpBy.join()) {
    const subject = { kind: 'user', id: userId } as const;
    await noteDeed(stores, ids, by, { action: 'user.closing_held_up', subject, userId, after: { reasons: heldUpBy } });
  }
  return { kind: 'held_up', obstacles };
}

type Ended = { readonly by: DoneBy; readonly writtenOff: Points };

async function erase(
  stores: FinishStores,
  ids: IdSource,
  user: User,
  { by, writtenOff }: Ended,
  now: Date,
): Promise<void> {
  const userId = user.id;
  for (const id of await erasePerson(stores, user, now)) {
    await noteDeed(stores, ids, by, { action: 'key.deleted', subject: { kind: 'key', id }, userId });
  }
  const after = { status: 'closed', points_written_off: String(writtenOff) };
  const subject = { kind: 'user', id: userId } as const;
  await noteDeed(stores, ids, by, { action: 'user.closed', subject, userId, before: { status: user.status }, after });
}
