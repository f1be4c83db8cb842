import type { Request, Response } from 'express';
import type { Context } from '../context.ts';
import { refuse } from '../pay/answer.ts';
import { sendAnswer } from '../pay/send-answer.ts';

type Refusal = 'rate_limited' | 'system_error';

const ofPay = {
  rate_limited: refuse(429, 'FREQUENCY_LIMITED', '频率超限，请降低请求接口频率'),
  system_error: refuse(500, 'SYSTEM_ERROR', '系统异常，请稍后重试'),
};

const ofApi = {
  rate_limited: { errcode: 45011, errmsg: 'api minute-quota reach limit  must slower  retry next minute' },
  system_error: { errcode: -1, errmsg: 'system error' },
};

/** WeChat Pay refuses by HTTP status; api.weixin.qq.com answers 200 and says in the body what is wrong. */
export function refuseInHouseStyle(context: Context, request: Request, response: Response, refusal: Refusal): void {
  if (request.originalUrl.startsWith('/v3/')) return sendAnswer(context, request, response, ofPay[refusal]);
  response.json(ofApi[refusal]);
}
