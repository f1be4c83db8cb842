import { Unavailable } from '../../../domain/shared/faults.ts';
import { ExchangeFault } from '../exchange-fault.ts';
import { exchange } from '../http-exchange.ts';
import { WechatApiError } from './wechat-api-error.ts';

export type ApiRequest = {
  readonly baseUrl: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON text, sent byte for byte: a signature may cover it. Left out: something is read (GET). */
  readonly body?: string;
  readonly timeoutMs: number;
};

const maxAnswerBytes = 1024 * 1024;
/** Busy, asked too often today, or this minute. */
const laterCodes: ReadonlySet<number> = new Set([-1, 45009, 45011]);

/**
 * One request to api.weixin.qq.com, whose answer `read` understands; `undefined` where it does not. Throws `Unavailable` where
 * there is nothing to act on.
 */
export async function ask<T>(
  { baseUrl, path, query = {}, body, timeoutMs }: ApiRequest,
  read: (bytes: Buffer) => T | undefined,
): Promise<T> {
  const url = `${baseUrl}${path}?${new URLSearchParams(query)}`;
  const method = body === undefined ? 'GET' : 'POST';
  const headers = { Accept: 'application/json', ...(body !== undefined && { 'Content-Type': 'application/json' }) };
  try {
    const content = body === undefined ? {} : { body };
    const { status, body: bytes } = await exchange({ method, url, headers, ...content, timeoutMs, maxAnswerBytes });
    const told = status === 200 ? read(bytes) : undefined;
    if (told === undefined) throw new ExchangeFault('unreadable', `${path}: ${status}`);
    return told;
  } catch (cause) {
    throw new Unavailable('wechat_api', { cause });
  }
}

/** What an `errcode` means to the caller: `Unavailable` where the same request may succeed later. */
export function errorOf(
  path: string,
  { errcode, errmsg }: { readonly errcode: number; readonly errmsg: string },
): Error {
  const error = new WechatApiError(path, errcode, errmsg);
  return laterCodes.has(errcode) ? new Unavailable('wechat_api', { cause: error }) : error;
}
