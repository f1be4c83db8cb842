import { digestedOf, type FollowerEvent, isFollowing } from '../../domain/identity/follower.ts';
import type { FollowerOutcome, TakenEvent } from '../../domain/identity/follower-inbox.ts';
import type { FollowerInfo, FollowerLookup } from '../../domain/identity/follower-message.ts';
import type { ScanMeaning } from '../../domain/identity/scan.ts';
import { Unavailable } from '../../domain/shared/faults.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type MeetNeeds, type MeetTools, meetFollower, partFromFollower } from './meet-follower.ts';

type Needed = 'followerInbox' | MeetNeeds;
/** A scan may be a login at the web checkout. Asked again about the same scan, it answers alike. */
export type ConfirmScan = (scene: string, userId: UserId, requestId: string | null) => Promise<ScanMeaning>;
type Dependencies = MeetTools & {
  readonly uow: UnitOfWork<Needed>;
  readonly followerInfo: FollowerInfo;
  readonly confirmScan: ConfirmScan;
};
/** Null: somebody else is at it. */
export type HandleFollowerEvent = (messageKey: string, requestId: string | null) => Promise<FollowerOutcome | null>;

/**
 * Does what a stored event asks for and marks it handled; once, with one lasting outcome. WeChat is asked and a login is
 * confirmed outside the transactions: what is lost in between is done again, and changes nothing the second time.
 */
export const handleFollowerEvent =
  ({ uow, followerInfo, confirmScan, ...tools }: Dependencies): HandleFollowerEvent =>
  async (messageKey, requestId) => {
    const handling = { ...tools, messageKey, requestId };
    const begun = await uow.run((stores) => begin(stores, handling));
    if (begun.kind !== 'ask') return outcomeOf(begun);
    const info = await lookUp(followerInfo, begun);
    const met = await uow.run((stores) => meet(stores, handling, info));
    if (met.kind !== 'met') return outcomeOf(met);
    const scan = await confirmScan(met.scene, met.userId, requestId);
    const outcome: FollowerOutcome = { kind: met.as, userId: met.userId, scan };
    return outcomeOf(await uow.run((stores) => end(stores, messageKey, outcome)));
  };

type Handling = MeetTools & { readonly messageKey: string; readonly requestId: string | null };
type Ended = Exclude<TakenEvent, { kind: 'taken' }>;
type Begun = Ended | { readonly kind: 'ask'; readonly event: FollowerEvent; readonly follows: boolean };
type Met =
  | Ended
  | {
      readonly kind: 'met';
      readonly as: 'followed' | 'scanned';
      readonly userId: UserId;
      readonly scene: string;
    };

const outcomeOf = (ended: Ended): FollowerOutcome | null => (ended.kind === 'handled' ? ended.outcome : null);

/** Who leaves is forgotten on the spot; about everybody else WeChat is asked. */
async function begin(stores: Pick<Stores, Needed>, handling: Handling): Promise<Begun> {
  const { messageKey, requestId, secrets } = handling;
  const taken = await stores.followerInbox.take(messageKey);
  if (taken.kind !== 'taken') return taken;
  const { event } = taken;
  if (event.kind === 'unsubscribe') {
    const left = await partFromFollower(stores, handling, { event, requestId });
    return end(stores, messageKey, { ...left, scan: 'none' });
  }
  const known = await stores.followers.find(event.appid, secrets.digest(digestedOf(event.appid, event.openid)));
  return { kind: 'ask', event, follows: known !== null && isFollowing(known) };
}

/** A follower whom we know can scan a code to sign in while WeChat does not answer. */
async function lookUp(
  info: FollowerInfo,
  { event, follows }: { readonly event: FollowerEvent; readonly follows: boolean },
): Promise<FollowerLookup> {
  try {
    return await info.find(event.openid);
  } catch (error) {
    if (follows && event.kind === 'scan' && error instanceof Unavailable) return { kind: 'following', unionid: null };
    throw error;
  }
}

async function meet(stores: Pick<Stores, Needed>, handling: Handling, info: FollowerLookup): Promise<Met> {
  const { messageKey, requestId } = handling;
  const taken = await stores.followerInbox.take(messageKey);
  if (taken.kind !== 'taken') return taken;
  const { event } = taken;
  if (info.kind === 'not_following') {
    await partFromFollower(stores, handling, { event, requestId });
    return end(stores, messageKey, { kind: 'not_following', userId: null, scan: 'none' });
  }
  const user = await meetFollower(stores, handling, { event, requestId }, info.unionid);
  if (!user) return end(stores, messageKey, { kind: 'outdated', userId: null, scan: 'none' });
  const as = event.kind === 'subscribe' ? 'followed' : 'scanned';
  if (event.scene === null) return end(stores, messageKey, { kind: as, userId: user.id, scan: 'none' });
  return { kind: 'met', as, userId: user.id, scene: event.scene };
}

/** The first one to end it says what became of it. */
async function end(
  { followerInbox, clock }: Pick<Stores, Needed>,
  messageKey: string,
  outcome: FollowerOutcome,
): Promise<Ended> {
  const taken = await followerInbox.take(messageKey);
  if (taken.kind !== 'taken') return taken;
  await followerInbox.finish(messageKey, outcome, await clock.now());
  return { kind: 'handled', outcome };
}
