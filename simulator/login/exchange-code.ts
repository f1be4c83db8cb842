import type { Context } from '../context.ts';
import { randomHex } from '../crypto/random-text.ts';
import type { LoginCode, User } from '../state/user.ts';
import { loginCodeLifeMs } from '../time/limits.ts';

/** The query of `GET /sns/jscode2session`. */
export type ExchangeQuery = Readonly<Record<'appid' | 'secret' | 'js_code' | 'grant_type', string>>;
export type ExchangeAnswer = Readonly<Record<string, string | number>>;

const fail = (errcode: number, reason: string): ExchangeAnswer => ({
  errcode,
  errmsg: `${reason}, rid: ${randomHex(8)}-${randomHex(8)}-${randomHex(8)}`,
});

function checkCaller({ credentials: { merchant } }: Context, query: ExchangeQuery): ExchangeAnswer | undefined {
  if (query.appid !== merchant.appid) return fail(40013, 'invalid appid');
  if (query.secret !== merchant.appSecret) return fail(40125, 'invalid appsecret');
  if (query.grant_type !== 'authorization_code') return fail(40002, 'invalid grant_type');
  return query.js_code ? undefined : fail(41008, 'missing code');
}

/** A refused user's code is not consumed, so that a client may try it again. */
function checkCode(loginCode: LoginCode, user: User, nowMs: number): ExchangeAnswer | undefined {
  if (loginCode.used) return fail(40163, 'code been used');
  if (nowMs > loginCode.issuedAtMs + loginCodeLifeMs) return fail(40029, 'invalid code');
  if (user.blocked) return fail(40226, 'code blocked');
  return user.rateLimited ? fail(45011, 'api minute-quota reach limit, must slower, retry next minute') : undefined;
}

/** A success has no `errcode`, although WeChat's document shows 0. */
export function exchangeCode(context: Context, query: ExchangeQuery): ExchangeAnswer {
  const { store, now } = context;
  const refusal = checkCaller(context, query);
  if (refusal) return refusal;
  const loginCode = store.world.loginCodes.get(query.js_code);
  const user = loginCode && store.world.users.get(loginCode.userName);
  if (!loginCode || !user) return fail(40029, 'invalid code');
  const fault = checkCode(loginCode, user, now());
  if (fault) return fault;
  store.record({ kind: 'login_code_used', code: loginCode.code });
  const { openid, unionid } = user;
  return { session_key: loginCode.sessionKey, openid, ...(unionid ? { unionid } : {}) };
}
