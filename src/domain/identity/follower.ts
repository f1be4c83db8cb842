import type { UserId } from '../shared/ids.ts';

/** Somebody at our official account (公众号), and what is left of him after he has gone. */
export type Follower = {
  readonly appid: string;
  /** SHA-256 of appid and openid, hexadecimal: recognises who comes back when his openid is forgotten. */
  readonly digest: string;
  /** Null: he does not follow. WeChat wants what the official account knew of him to be deleted. */
  readonly openid: string | null;
  /** Null: he left before we had met him. */
  readonly userId: UserId | null;
  /** Of the code by which he began to follow. */
  readonly scene: string | null;
  readonly subscribedAt: Date | null;
  readonly unsubscribedAt: Date | null;
};

/** What somebody did at the official account, as WeChat tells it. It comes once or several times, and in any order. */
export type FollowerEvent = {
  readonly kind: 'subscribe' | 'unsubscribe' | 'scan';
  readonly appid: string;
  readonly openid: string;
  /** Of the code that was scanned. */
  readonly scene: string | null;
  /** To the second, by WeChat's clock. */
  readonly occurredAt: Date;
};

export const isFollowing = ({ openid }: Follower): boolean => openid !== null;

/** What the digest of a follower is made of. */
export const digestedOf = (appid: string, openid: string): string => `follower ${openid} of ${appid}`;

/** He has left again after he came. */
export const hasLeftSince = (known: Follower | null, { occurredAt }: FollowerEvent): boolean =>
  known !== null && known.unsubscribedAt !== null && occurredAt < known.unsubscribedAt;

/** He has come again after he left. */
export const hasComeSince = (known: Follower | null, { occurredAt }: FollowerEvent): boolean =>
  known !== null && known.subscribedAt !== null && occurredAt < known.subscribedAt;

/** Began to follow, or scanned a code as a follower. Who begins although he follows has left in between. */
export function afterArrival(
  known: Follower | null,
  { kind, appid, openid, scene, occurredAt }: FollowerEvent,
  digest: string,
  userId: UserId,
): Follower {
  if (known && isFollowing(known)) {
    const isNewer = kind === 'subscribe' && known.subscribedAt !== null && known.subscribedAt < occurredAt;
    return { ...known, userId, subscribedAt: isNewer ? occurredAt : known.subscribedAt };
  }
  return { appid, digest, openid, userId, scene, subscribedAt: occurredAt, unsubscribedAt: null };
}

/** What may be kept of him: that he was here, and whose points are his if he comes back. */
export function afterLeaving(known: Follower | null, { appid, occurredAt }: FollowerEvent, digest: string): Follower {
  const userId = known?.userId ?? null;
  return { appid, digest, openid: null, userId, scene: null, subscribedAt: null, unsubscribedAt: occurredAt };
}
