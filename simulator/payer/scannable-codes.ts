import type { FollowEvent } from '../api/official-account/follow-events.ts';
import type { Context } from '../context.ts';
import { openidOf } from '../login/find-or-create-user.ts';

export type ScannableCode = { readonly scene: string; readonly secondsLeft: number };

/** `url`: what a phone opens that scans it; null where the mini-program can be seen nowhere. */
export type ScannablePage = { readonly page: string; readonly scene: string; readonly url: string | null };

const shownCodes = 5;
const longestSeconds = 600;

/** Codes of the official account that are about to expire, as those for a login are; the newest first. */
export function scannableCodes({ store, now }: Context): ScannableCode[] {
  const nowMs = now();
  return [...store.world.api.qrCodes.values()]
    .map(({ sceneId, sceneStr, expiresAtMs }) => ({
      scene: sceneId === 0 ? sceneStr : String(sceneId),
      secondsLeft: Math.ceil((expiresAtMs - nowMs) / 1000),
    }))
    .filter(({ secondsLeft }) => secondsLeft > 0 && secondsLeft <= longestSeconds)
    .reverse()
    .slice(0, shownCodes);
}

/** Codes of the mini-program that were made lately: they last for ever, and what they are for does not. The newest first. */
export function scannablePages({ store, now, miniProgramUrl }: Context): ScannablePage[] {
  const since = now() - longestSeconds * 1000;
  return store.world.api.codes
    .filter(({ madeAtMs }) => madeAtMs > since)
    .reverse()
    .slice(0, shownCodes)
    .map(({ page, scene }) => {
      const url = miniProgramUrl && `${miniProgramUrl}#/${page}?scene=${encodeURIComponent(scene)}`;
      return { page, scene, url };
    });
}

/** Who does not follow yet is asked to, and does. */
export function scanOf({ credentials, store }: Context, user: string, scene: string): FollowEvent {
  const openid = openidOf(credentials.merchant.officialAccount.appid, user);
  const follows = store.world.api.followers.get(openid)?.subscribed ?? false;
  return { user, event: follows ? 'SCAN' : 'subscribe', scene, unionid: true };
}
