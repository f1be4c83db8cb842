import type { SealedText } from '../shared/sealed-text.ts';

/**
 * The `session_key` that WeChat gave with a login. Virtual payment is signed with it; a later login may replace it, and only
 * WeChat knows whether it still holds.
 */
export type SessionKey = { readonly sealed: SealedText; readonly keptAt: Date };

/** What a session key is sealed for: opened for anybody else, it is nothing. */
export const sealedFor = (appid: string, openid: string): string => `session key of ${openid} at ${appid}`;
