import type { Context } from '../../context.ts';
import { randomText } from '../../crypto/random-text.ts';
import { findOrCreateUser, openidOf } from '../../login/find-or-create-user.ts';
import { composePush } from '../../push/compose-push.ts';
import type { PushMessage } from '../../push/push-state.ts';
import type { Follower, QrCode } from '../api-state.ts';

export type FollowEvent = {
  readonly user: string;
  readonly event: 'subscribe' | 'unsubscribe' | 'SCAN';
  readonly scene?: string | undefined;
  readonly unionid?: boolean | undefined;
};

export type Acted =
  | { readonly kind: 'acted'; readonly deliveryId: string; readonly openid: string }
  | { readonly kind: 'refused'; readonly message: string };

type Arrival = { readonly openid: string; readonly atMs: number; readonly code: QrCode | null };

const official = { app: 'official_account' } as const;

const sceneOf = ({ sceneId, sceneStr }: QrCode): string => (sceneId === 0 ? sceneStr : String(sceneId));

type Scan = { readonly kind: 'scanned'; readonly code: QrCode } | { readonly kind: 'expired' };

/** A scene that the API made no code for is taken for one of a permanent code. */
function scan({ store, now }: Context, scene: string): Scan {
  const codes = [...store.world.api.qrCodes.values()].filter((code) => sceneOf(code) === scene);
  const unknown = { ticket: `g${randomText(94)}==`, sceneId: 0, sceneStr: scene, expiresAtMs: Infinity };
  const code = codes.length === 0 ? unknown : codes.findLast(({ expiresAtMs }) => now() < expiresAtMs);
  return code ? { kind: 'scanned', code } : { kind: 'expired' };
}

/** What could not happen on a phone. */
function impossible({ event, scene }: FollowEvent, known: Follower | undefined): string | undefined {
  if (event === 'subscribe') return known?.subscribed ? '该用户已关注' : undefined;
  if (!known?.subscribed) return '该用户未关注';
  return event === 'SCAN' && scene === undefined ? 'SCAN needs a scene' : undefined;
}

function fieldsOf({ event }: FollowEvent, code: QrCode | null): PushMessage {
  if (!code) return { EventKey: '' };
  const scene = sceneOf(code);
  return { EventKey: event === 'subscribe' ? `qrscene_${scene}` : scene, Ticket: code.ticket };
}

/** Who does not follow can only begin to; scanning changes nothing about a follower. */
function followerAfter({ user, event }: FollowEvent, known: Follower | undefined, arrival: Arrival): Follower {
  if (known && event !== 'subscribe') return { ...known, subscribed: event === 'SCAN' };
  const { openid, atMs, code } = arrival;
  const scene = { sceneId: code?.sceneId ?? 0, sceneStr: code?.sceneStr ?? '' };
  return { openid, userName: user, subscribed: true, subscribedAtMs: atMs, ...scene };
}

/** A person follows, leaves, or scans a code. Follower and message are one change. */
export function actAsFollower(context: Context, act: FollowEvent): Acted {
  const { credentials, store, now } = context;
  const openid = openidOf(credentials.merchant.officialAccount.appid, act.user);
  const known = store.world.api.followers.get(openid);
  const refusal = impossible(act, known);
  if (refusal) return { kind: 'refused', message: refusal };
  const scanned = act.scene === undefined || act.event === 'unsubscribe' ? null : scan(context, act.scene);
  if (scanned?.kind === 'expired') return { kind: 'refused', message: '该二维码已过期' };
  findOrCreateUser(context, act.user, { unionid: act.unionid });
  const arrival = { openid, atMs: now(), code: scanned?.code ?? null };
  const { event } = act;
  const fields = fieldsOf(act, arrival.code);
  const delivery = composePush(context, { ...official, event, fromUserName: openid, fields, atMs: arrival.atMs });
  store.record({ kind: 'follower_acted', follower: followerAfter(act, known, arrival), delivery });
  return { kind: 'acted', deliveryId: delivery.id, openid };
}
