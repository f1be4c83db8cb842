import type { Router } from 'express';
import type { Context } from '../context.ts';
import { issueLoginCode } from '../login/issue-login-code.ts';
import { requestPayment } from '../payer/request-payment.ts';
import { loginCodeSchema, requestPaymentSchema } from './control-schemas.ts';
import { bodyOf } from './request-parts.ts';

/** Stand-ins for what a mini-program asks of WeChat on the phone: `wx.login` and `wx.requestPayment`. */
export function routePhone(router: Router, context: Context): void {
  router.post('/login-codes', (request, response) => {
    const { user, unionid, blocked, rate_limited: rateLimited } = loginCodeSchema.parse(bodyOf(request));
    response.json(issueLoginCode(context, user, { unionid, blocked, rateLimited }));
  });
  router.post('/request-payment', (request, response) => {
    const { openid, params } = requestPaymentSchema.parse(bodyOf(request));
    const opening = requestPayment(context, openid, params);
    if (opening.kind === 'opened') response.json({ out_trade_no: opening.outTradeNo });
    else response.status(400).json({ errMsg: `requestPayment:fail ${opening.reason}` });
  });
}
