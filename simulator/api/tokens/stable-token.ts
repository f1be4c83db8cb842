import type { Context } from '../../context.ts';
import { beijingRfc3339 } from '../../time/beijing-time.ts';
import { type ApiAnswer, refuse } from '../api-answer.ts';
import type { AccessToken } from '../api-state.ts';
import { isAlive, newAccessToken, overlapMs, tokenAnswer } from './issue-token.ts';

const forcedRefreshesPerDay = 20;
const forcedRefreshDistanceMs = 30 * 1000;

const beijingDay = (epochMs: number): string => beijingRfc3339(epochMs).slice(0, 10);

function aliveTokens({ store, now }: Context, appid: string): AccessToken[] {
  const tokens = [...store.world.api.accessTokens.values()];
  return tokens.filter((each) => each.appid === appid && each.source === 'stable' && isAlive(each, now()));
}

/** The same one until its last five minutes; then both work until the old one ends by itself. */
function ordinary(context: Context, appid: string): ApiAnswer {
  const nowMs = context.now();
  const latest = aliveTokens(context, appid).at(-1);
  if (latest && latest.expiresAtMs - nowMs >= overlapMs) return tokenAnswer(latest, nowMs);
  const accessToken = newAccessToken(appid, 'stable', nowMs);
  context.store.record({ kind: 'access_token_issued', accessToken, earlier: [], forcedAtMs: null });
  return tokenAnswer(accessToken, nowMs);
}

/** Kills what was issued before. Too soon after another one it does nothing of its own. */
function forced(context: Context, appid: string): ApiAnswer {
  const nowMs = context.now();
  const times = context.store.world.api.forcedRefreshes.get(appid) ?? [];
  if (nowMs - (times.at(-1) ?? -Infinity) < forcedRefreshDistanceMs) return ordinary(context, appid);
  const today = times.filter((atMs) => beijingDay(atMs) === beijingDay(nowMs)).length;
  if (today >= forcedRefreshesPerDay) return refuse(45009, 'reach max api daily quota limit');
  const accessToken = newAccessToken(appid, 'stable', nowMs);
  const earlier = aliveTokens(context, appid).map((each) => ({ ...each, revoked: true }));
  context.store.record({ kind: 'access_token_issued', accessToken, earlier, forcedAtMs: nowMs });
  return tokenAnswer(accessToken, nowMs);
}

export const stableToken = (context: Context, appid: string, force: boolean): ApiAnswer =>
  force ? forced(context, appid) : ordinary(context, appid);

/** `GET /cgi-bin/token`: a new one at each call, and five more minutes for the one before. */
export function plainToken(context: Context, appid: string): ApiAnswer {
  const nowMs = context.now();
  const accessToken = newAccessToken(appid, 'plain', nowMs);
  const before = [...context.store.world.api.accessTokens.values()].filter(
    (each) => each.appid === appid && each.source === 'plain' && each.expiresAtMs > nowMs + overlapMs,
  );
  const earlier = before.map((each) => ({ ...each, expiresAtMs: nowMs + overlapMs }));
  context.store.record({ kind: 'access_token_issued', accessToken, earlier, forcedAtMs: null });
  return tokenAnswer(accessToken, nowMs);
}
