import { z } from 'zod';
import { Unavailable } from '../../../domain/shared/faults.ts';
import { ExchangeFault } from '../exchange-fault.ts';
import { exchange } from '../http-exchange.ts';
import { parseJson } from '../parse-json.ts';
import { WechatApiError } from './wechat-api-error.ts';

export type ApiRequest = {
  readonly baseUrl: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON text, sent byte for byte: a signature may cover it. */
  readonly body: string;
  readonly timeoutMs: number;
};
export type ApiAnswer = Readonly<Record<string, unknown>>;

const answerSchema = z.looseObject({ errcode: z.int().default(0), errmsg: z.string().default('') });
const maxAnswerBytes = 1024 * 1024;
/** Busy, asked too often today, or this minute. */
const laterCodes: ReadonlySet<number> = new Set([-1, 45009, 45011]);

/**
 * One POST to api.weixin.qq.com, where the status is always 200 and `errcode` tells. Throws `WechatApiError`, or `Unavailable`
 * where the same request may succeed later.
 */
export async function postJson({ baseUrl, path, query = {}, body, timeoutMs }: ApiRequest): Promise<ApiAnswer> {
  const url = `${baseUrl}${path}?${new URLSearchParams(query)}`;
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  const answer = await exchange({ method: 'POST', url, headers, body, timeoutMs, maxAnswerBytes })
    .then(({ status, body: bytes }) => {
      const told = answerSchema.safeParse(parseJson(bytes.toString('utf8'))).data;
      if (status !== 200 || told === undefined) throw new ExchangeFault('unreadable', `${path}: ${status}`);
      return told;
    })
    .catch((cause: unknown) => {
      throw new Unavailable('wechat_api', { cause });
    });
  if (answer.errcode === 0) return answer;
  const error = new WechatApiError(path, answer.errcode, answer.errmsg);
  throw laterCodes.has(answer.errcode) ? new Unavailable('wechat_api', { cause: error }) : error;
}
