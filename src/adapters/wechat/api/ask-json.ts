import { z } from 'zod';
import { parseJson } from '../parse-json.ts';
import { type ApiRequest, ask, errorOf } from './ask.ts';

export type ApiAnswer = Readonly<Record<string, unknown>>;

const answerSchema = z.looseObject({ errcode: z.int().default(0), errmsg: z.string().default('') });

/** JSON, or nothing that can be read. */
export const readAnswer = (bytes: Buffer) => answerSchema.safeParse(parseJson(bytes.toString('utf8'))).data;

/**
 * One request to api.weixin.qq.com, where the status is always 200 and `errcode` tells. Throws `WechatApiError`, or `Unavailable`
 * where the same request may succeed later.
 */
export async function askJson(request: ApiRequest): Promise<ApiAnswer> {
  const answer = await ask(request, readAnswer);
  if (answer.errcode === 0) return answer;
  throw errorOf(request.path, answer);
}
