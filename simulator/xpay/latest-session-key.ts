import type { Context } from '../context.ts';

/** Of the newest login whose code the merchant has exchanged: an older key is dead. */
export function latestSessionKey({ store }: Context, openid: string): string | undefined {
  const { loginCodes, userNameByOpenid } = store.world;
  const name = userNameByOpenid.get(openid);
  return [...loginCodes.values()].findLast(({ userName, used }) => used && userName === name)?.sessionKey;
}
