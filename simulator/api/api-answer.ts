import { randomHex } from '../crypto/random-text.ts';

/** The JSON of an answer; HTTP is 200 whatever it says. */
export type ApiAnswer = Readonly<Record<string, unknown>>;

export const succeed = (content: ApiAnswer = {}): ApiAnswer => ({ errcode: 0, errmsg: 'ok', ...content });

export const refuse = (errcode: number, reason: string, content: ApiAnswer = {}): ApiAnswer => ({
  errcode,
  errmsg: `${reason} rid: ${randomHex(8)}-${randomHex(8)}-${randomHex(8)}`,
  ...content,
});
