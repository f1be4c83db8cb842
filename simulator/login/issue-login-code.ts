import { randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { randomText } from '../crypto/random-text.ts';
import { findOrCreateUser, type UserTraits } from './find-or-create-user.ts';

/** Stands in for `wx.login` on the phone of the user called `name`. */
export function issueLoginCode(context: Context, name: string, traits: UserTraits): { code: string; openid: string } {
  const { openid } = findOrCreateUser(context, name, traits);
  const code = `0${randomText(31)}`;
  const sessionKey = randomBytes(16).toString('base64');
  context.store.record({
    kind: 'login_code_issued',
    loginCode: { code, userName: name, sessionKey, issuedAtMs: context.now(), used: false },
  });
  return { code, openid };
}
