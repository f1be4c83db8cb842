import { z } from 'zod';
import { parseJson } from '../parse-json.ts';
import { type ErrorMeaning, meaningOf, normaliseCode } from './error-codes.ts';

const errorSchema = z.object({ code: z.string().min(1), message: z.string().optional() });
const maxMessageLength = 200;

/** An error that WeChat Pay answered. */
export class WechatPayError extends Error {
  override readonly name = 'WechatPayError';
  readonly httpStatus: number;
  /** Without underscores, upper case; empty when the answer names none, as a proxy's does. */
  readonly code: string;
  /** WeChat's support asks for it. */
  readonly requestId: string | null;
  readonly meaning: ErrorMeaning;

  constructor(httpStatus: number, body: string, requestId: string | null) {
    const answer = errorSchema.safeParse(parseJson(body)).data;
    const text = answer?.message?.slice(0, maxMessageLength) ?? 'no message';
    super(`WeChat Pay answered ${httpStatus} ${answer?.code ?? 'without a code'}: ${text}`);
    this.httpStatus = httpStatus;
    this.code = normaliseCode(answer?.code ?? '');
    this.requestId = requestId;
    this.meaning = meaningOf({ httpStatus, code: this.code, message: text });
  }
}
